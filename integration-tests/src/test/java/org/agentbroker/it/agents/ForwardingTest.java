package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenSSH's {@code ssh -A} over two machines, and {@code ssh-add -h}, which says where a key may be used. */
@ExtendWith(LabExtension.class)
class ForwardingTest {
    private static final String NOTHING = "The agent has no identities.\n";

    private static Lab lab;
    private static BrokerAgent agent;
    private static KeyFile key;
    private static Hops hops;
    private static Path known;

    @BeforeAll
    static void start(Lab shared) {
        lab = shared;
        agent = BrokerAgent.start(lab);
        key = KeyFile.make("ed25519", lab.newDirectory().resolve("key"));
        hops = Hops.open(lab, key);
        known = hops.known(lab);
    }

    @AfterAll
    static void stop() {
        hops.close();
        agent.close();
    }

    @AfterEach
    void forgetAll() {
        agent.sshAdd("-D").expectSuccess();
    }

    @Test
    void keyWithoutConstraintsIsSeenAndUsedEverywhere() {
        agent.sshAdd(key.toString()).expectSuccess();

        Result result = hops.here(agent, hops.onA(hops.onB("ssh-add -L")));

        assertThat(result.expectSuccess().stdoutText()).isEqualTo(key.line() + "\n");
        hops.here(agent, hops.onA(hops.onB(hops.onB("true")))).expectSuccess();
    }

    @Test
    void keyMayBeAddedAndRemovedFromTheFarEnd() {
        agent.sshAdd(key.toString()).expectSuccess();

        hops.here(agent, hops.onA("ssh-add -D")).expectSuccess();

        assertThat(agent.listed()).isEmpty();
    }

    @Test
    void permittedPathIsTakenAndEndsWhereItEnds() {
        permit("host_a", "host_a>" + lab.serverUser() + "@host_b");

        assertThat(agent.listed()).containsExactly(key.line());
        assertThat(hops.here(agent, hops.onA("ssh-add -L; " + hops.onB("echo there")))
                        .expectSuccess()
                        .stdoutText())
                .isEqualTo(key.line() + "\nthere\n");
        // nothing is permitted beyond host_b, so it is not even seen there
        assertThat(hops.here(agent, hops.onA(hops.onB("ssh-add -L"))).stdoutText())
                .isEqualTo(NOTHING);
        assertThat(hops.here(agent, hops.onA(hops.onB(hops.onB("true")))).exitCode())
                .isEqualTo(255);
    }

    @Test
    void hostThatIsPermittedOnlyFromTheHopIsNotReachedDirectly() {
        permit("host_a", "host_a>" + lab.serverUser() + "@host_b");

        assertThat(hops.here(agent, hops.onB("true")).exitCode()).isEqualTo(255);
    }

    @Test
    void anotherUserIsNotLoggedIn() {
        permit("host_a", "host_a>another@host_b");

        assertThat(hops.here(agent, hops.onA("ssh-add -L; " + hops.onB("true"))))
                .satisfies(result -> assertThat(result.stdoutText()).isEqualTo(key.line() + "\n"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(255));
    }

    @Test
    void userIsAPattern() {
        permit("host_a", "host_a>" + lab.serverUser().charAt(0) + "*@host_b");

        hops.here(agent, hops.onA(hops.onB("true"))).expectSuccess();
    }

    @Test
    void keyThatIsForTheHopAloneIsHiddenThere() {
        permit("host_a");

        Result result = hops.here(agent, hops.onA("ssh-add -L; " + hops.onB("true")));

        assertThat(result.stdoutText()).isEqualTo(NOTHING);
        assertThat(result.exitCode()).isEqualTo(255);
        // ssh-agent.c, process_remove_identity: what is hidden is not removed there either, unless all are
        assertThat(hops.here(agent, "scp() { cat; }; " + hops.onA("ssh-add -d - 2>&1") + " <" + key.open())
                        .exitCode())
                .isEqualTo(1);
        assertThat(agent.listed()).containsExactly(key.line());
    }

    /** Data that are no login, such as a signed file, say nothing of where they go. */
    @Test
    void constrainedKeySignsLoginsAlone() {
        permit("host_a");

        assertThat(agent.signs(key.open())).isFalse();
    }

    @Test
    void hostIsKnownByTheAuthorityThatCertifiedIt() {
        KeyFile authority = KeyFile.make("ed25519", lab.newDirectory().resolve("authority"));
        Path trust = KeyFile.write(lab.newDirectory().resolve("known"), "@cert-authority host_* " + authority.plain());
        for (String name : List.of("host_b", "host_x")) {
            KeyFile host = KeyFile.make("ed25519", lab.newDirectory().resolve("host"))
                    .certifiedBy(authority, "-h", "-n", name);
            try (Hops certified = Hops.open(lab, key, "HostKey " + host, "HostCertificate " + host.certificate())) {
                agent.sshAdd("-q", "-H", trust.toString(), "-h", "host_b", key.toString())
                        .expectSuccess();

                assertThat(certified.here(agent, certified.onB("true")).exitCode())
                        .as("certified as %s", name)
                        .isEqualTo(name.equals("host_b") ? 0 : 255);
            }
        }
    }

    private static void permit(String... paths) {
        List<String> words = new ArrayList<>(List.of("-q", "-H", known.toString()));
        for (String path : paths) {
            words.addAll(List.of("-h", path));
        }
        words.add(key.toString());
        agent.sshAdd(words.toArray(String[]::new)).expectSuccess();
    }
}
