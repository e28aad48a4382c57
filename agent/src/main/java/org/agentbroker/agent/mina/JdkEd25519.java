package org.agentbroker.agent.mina;

import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * Lets MINA use the JDK's Ed25519. MINA 2 knows that of BouncyCastle and of net.i2p only, and registering a provider
 * for it costs a second at the start of a process.
 */
public final class JdkEd25519 extends AbstractSecurityProviderRegistrar {
    private static final String PROVIDER = "SunEC";

    private JdkEd25519() {
        super(PROVIDER + "Wrapper");
    }

    /**
     * For all MINA clients and servers of this process that are set up after it: {@code setUpDefaultClient} asks what there
     * is. The second call does nothing.
     */
    public static synchronized void register() {
        if (SecurityUtils.getRegisteredProvider(PROVIDER + "Wrapper") == null) {
            SecurityUtils.registerSecurityProvider(new JdkEd25519());
        }
    }

    @Override
    public String getProviderName() {
        return PROVIDER;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    @Override
    public boolean isSupported() {
        return getSecurityProvider() != null;
    }

    /** Only what is asked for below: everything else stays with the JDK's own order of providers. */
    @Override
    public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
        return name.equals(SecurityUtils.ED25519) && (entityType == Signature.class || entityType == KeyFactory.class);
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEdDsaSupport());
    }
}
