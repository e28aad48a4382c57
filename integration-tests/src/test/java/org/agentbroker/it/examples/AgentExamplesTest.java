package org.agentbroker.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.apache.sshd.client.SshClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class AgentExamplesTest {
    private static final Path README = Path.of("../agent/README.md");

    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void aCommandLogsInFurther(Lab lab) throws Exception {
        JdkEd25519.register();
        String ssh = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "
                + lab.serverPort() + " " + lab.serverUser() + "@127.0.0.1 'borg serve' </dev/null";
        Set<HostPin> hops = new HashSet<>(); // MINA takes which key it likes
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            hops.add(HostPin.parse(lab.hostKey("client", type)));
        }
        try (SshClient client = SshClient.setUpDefaultClient();
                AgentKey identity = AgentKey.load(lab.identity(), null)) {
            client.setServerKeyVerifier((session, address, key) -> true); // the pins of this client are not the subject
            Integer status = ForwardedCommand.run(
                    client,
                    lab.clientUser(),
                    lab.clientPort(),
                    identity,
                    AgentKey.load(lab.key(), null),
                    policy(lab.serverUser(), lab.serverHostKey(), hops),
                    events::add,
                    ssh);
            assertThat(status).as("%s", events).isZero();
        }
        assertThat(events).extracting(AgentEvent::reason).contains(Reason.SIGNED);
    }

    @Test
    void aStreamIsServedToItsEnd(Lab lab) throws Exception {
        KeyPair host = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SessionBind hop = hop(host);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ServedStream.serve(
                AgentKey.load(lab.key(), null),
                policy("git", lab.serverHostKey(), Set.of(HostPin.of(hop.hostKey()))),
                AgentListener.none(),
                hop,
                new ByteArrayInputStream(new byte[] {0, 0, 0, 1, 11}),
                out);

        assertThat(out.toByteArray()).isEqualTo(new byte[] {0, 0, 0, 5, 12, 0, 0, 0, 0});
    }

    private static SignPolicy policy(String user, String destination, Set<HostPin> hops) throws Exception {
        return new SignPolicy(
                PolicyLevel.HOSTBOUND, user, Set.of(HostPin.parse(destination)), hops, 1, Duration.ofMinutes(2));
    }

    // what another library would have from its key exchange
    private static SessionBind hop(KeyPair host) throws Exception {
        byte[] encoded = host.getPublic().getEncoded();
        byte[] blob = new SshWriter()
                .string("ssh-ed25519")
                .string(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                .toBytes();
        byte[] session = new byte[32];
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(host.getPrivate());
        signer.update(session);
        byte[] signature =
                new SshWriter().string("ssh-ed25519").string(signer.sign()).toBytes();
        return new SessionBind(Blob.of(blob), Blob.of(session), Blob.of(signature), true);
    }

    @Test
    void theReadmeShowsTheExamples() throws Exception {
        assertThat(README).content().contains(Example.in("ForwardedCommand")).contains(Example.in("ServedStream"));
    }
}
