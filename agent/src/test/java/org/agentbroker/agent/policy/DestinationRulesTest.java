package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.agentbroker.agent.fixture.HostCertificate;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.DestinationConstraint;
import org.agentbroker.agent.wire.DestinationConstraint.Host;
import org.agentbroker.agent.wire.DestinationConstraint.HostKey;
import org.agentbroker.agent.wire.MalformedMessage;
import org.junit.jupiter.api.Test;

/** Hosts that prove themselves by a certificate; plain keys are in the table of conversations. */
class DestinationRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final JdkKey key = JdkKey.ed25519();
    private final JdkKey authority = JdkKey.ecdsa(256);
    private final HostCertificate host = new HostCertificate(authority);

    @Test
    void admitsAHostOfTheAuthority() throws MalformedMessage {
        assertThat(sign(authority.blob(), true, host.bind())).isEqualTo(Reason.DATA_SIGNED);
    }

    @Test
    void wantsTheHostNamed() throws MalformedMessage {
        assertRefused(authority.blob(), true, host.principal("near"));
        assertRefused(authority.blob(), true, host.principal("FAR"));
    }

    @Test
    void wantsTheAuthorityItself() throws MalformedMessage {
        assertRefused(JdkKey.ecdsa(256).blob(), true, host);
    }

    @Test
    void doesNotTakeAnAuthorityForAHostNorAHostForAnAuthority() throws MalformedMessage {
        assertRefused(authority.blob(), false, host);
        assertThat(sign(host.bind().hostKey(), false, host.bind())).isNotEqualTo(Reason.DATA_SIGNED);
    }

    @Test
    void wantsTheCertificateToBeValidNow() throws MalformedMessage {
        assertRefused(authority.blob(), true, host.valid(NOW.plusSeconds(1), NOW.plusSeconds(60)));
        assertRefused(authority.blob(), true, host.valid(NOW.minusSeconds(60), NOW));
        assertThat(sign(
                        authority.blob(),
                        true,
                        host.valid(NOW, NOW.plusSeconds(1)).bind()))
                .isEqualTo(Reason.DATA_SIGNED);
    }

    @Test
    void takesNoCertificateOfAUser() throws MalformedMessage {
        assertRefused(authority.blob(), true, host.forUsers());
    }

    private void assertRefused(Blob wanted, boolean isAuthority, HostCertificate shown) throws MalformedMessage {
        assertThat(sign(wanted, isAuthority, shown.bind())).isEqualTo(Reason.DESTINATION_NOT_PERMITTED);
    }

    private Reason sign(Blob wanted, boolean isAuthority, SessionBind bind) throws MalformedMessage {
        DestinationConstraint constraint = new DestinationConstraint(
                null, new Host("far", List.of(new HostKey(wanted, isAuthority))), Blob.of(new byte[0]));
        Binds binds = Binds.NONE.after(BoundSession.of(bind, Certificate.decode(bind.hostKey())));
        Login login = new Login(bind.sessionId(), key.blob(), key.type(), bind.hostKey());
        return new DestinationRules(binds, NOW).sign(List.of(constraint), key.blob(), login.data());
    }
}
