package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.fixture.Golden;
import org.agentbroker.broker.fixture.Pins;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final SamplePull sample = new SamplePull();

    @Test
    void plansTheUsualPull() throws IOException {
        compare("typical");
    }

    @Test
    void putsSudoBeforeTheShell() throws IOException {
        sample.borg = List.of("sudo", "-u", "it's", "/opt/borg 1.4/borg");
        compare("sudo");
    }

    @Test
    void echoesEveryPin() throws IOException {
        sample.serverPins = List.of(Pins.SERVER, Pins.ECDSA, Pins.RSA);
        compare("several-pins");
    }

    @Test
    void bracketsAnAddressOfSixInTheUrlOnly() throws IOException {
        sample.serverHost = "2001:db8::7";
        compare("ipv6");
    }

    @Test
    void allowsAnUnencryptedRepositoryWhenNoPassphraseIsMeant() throws IOException {
        sample.passphrase = new SecretSource.None();
        sample.command = new Init("none");
        compare("no-passphrase");
    }

    @Test
    void takesAbsoluteHomeAndRelativeRepositories() {
        assertThat(url("/srv/borg/web1")).isEqualTo("ssh://borgs@borg-server/srv/borg/web1");
        assertThat(url("~/repo")).isEqualTo("ssh://borgs@borg-server/~/repo");
        assertThat(url("~other/repo")).isEqualTo("ssh://borgs@borg-server/~other/repo");
        assertThat(url("repo")).isEqualTo("ssh://borgs@borg-server/~/repo");
    }

    @Test
    void keepsTheUsersWordsAsTheyAre() {
        sample.command = new Other(List.of("list", "--format", "{path}$x`y`", ""));

        Plan plan = sample.plan();

        assertThat(plan.remote().words())
                .containsExactly("borg", "--log-json", "--lock-wait", "600", "list", "--format", "{path}$x`y`", "");
        assertThat(plan.summarizes()).isFalse();
    }

    @Test
    void letsTheAgentSignForThePinnedEndsOnly() {
        sample.signing = new Pull.Signing(PolicyLevel.HOSTBOUND, 3, Duration.ofSeconds(30));

        Plan plan = sample.plan();
        SignPolicy policy = plan.policy(plan.direct());

        assertThat(policy.level()).isEqualTo(PolicyLevel.HOSTBOUND);
        assertThat(policy.user()).isEqualTo("borgs");
        assertThat(policy.destinations()).containsExactly(Pins.SERVER);
        assertThat(policy.hops()).containsExactly(Pins.CLIENT);
        assertThat(policy.signatures()).isEqualTo(3);
        assertThat(policy.lifetime()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void readsNoSecretAndNamesItsPlaceOnly() {
        sample.passphrase = new SecretSource.FromCommand(List.of("/bin/pass", "--token", "throw-away"));
        sample.key = new ClientKey.KeyFile(Path.of("/does/not/exist"), new SecretSource.None());

        assertThat(sample.plan().toString())
                .contains("passphrase=command /bin/pass", "/does/not/exist")
                .doesNotContain("throw-away");
    }

    private String url(String repository) {
        sample.repository = repository;
        return sample.plan().repositoryUrl();
    }

    private void compare(String name) throws IOException {
        Plan plan = sample.plan();
        String text = "login shell: " + plan.remote().loginCommand() + "\nfirst line: " + plan.firstLine(plan.direct())
                + "\nreturn: "
                + plan.returnCommand() + "\nrepository: " + plan.repositoryUrl() + "\nborg: "
                + plan.remote().words()
                + "\nsummarizes: " + plan.summarizes() + "\ndeadline: " + plan.deadline() + "\n";
        Golden.compare("org/agentbroker/broker/plan/" + name + ".txt", text);
    }
}
