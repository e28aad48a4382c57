package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that never become words of a remote command; each has its message and its hint. */
class RefusedValuesTest {
    private final SamplePull sample = new SamplePull();

    @ParameterizedTest
    @ValueSource(strings = {"", "-oProxyCommand=x", "a b", "a;b", "a'b", "$(x)", "a/b", "a@b", "[::1]", "a\nb", "web-"})
    void hosts(String host) {
        sample.clientHost = host;
        refuses("not a host name or address: " + host, "correct the host of web1");

        sample.clientHost = "web1";
        sample.serverHost = host;
        refuses("not a host name or address: " + host, "correct the host of the server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-l", "a b", "a:b", "a@b", "a/b", "a;b", "$a", "a$b", "a'b", "ä", "a\nb"})
    void users(String user) {
        sample.clientUser = user;
        refuses("not a user name: " + user, "correct the user of web1");

        sample.clientUser = "borgc";
        sample.serverUser = user;
        refuses("not a user name: " + user, "correct the user of the server");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536, Integer.MAX_VALUE})
    void ports(int port) {
        sample.clientPort = port;
        refuses("not a port: " + port, "correct the port of web1, 1 to 65535");

        sample.clientPort = 22;
        sample.serverPort = port;
        refuses("not a port: " + port, "correct the port of the server, 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a::b", "a\nb", "a\tb", "a\u007fb", "a\0b"})
    void repositories(String path) {
        sample.repository = path;
        refuses("not a repository path: " + path, "name a path at the server, such as ~/repo");
    }

    @Test
    void repositoriesThatTheClientWouldChange() {
        sample.repository = "~/{user}";
        refuses("braces in a repository path: ~/{user}", "the client's borg would replace them; name the path itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "one\r", "one\n", "one\0two"})
    void startersOfSeveralLines(String word) {
        sample.borg = List.of(word, "borg");
        assertThat(refusal().what()).startsWith("a newline in the borg command: one");
        assertThat(refusal().hint()).isEqualTo("start it by a script, and name that");
    }

    @Test
    void argumentsWithNul() {
        String hint = "use a pattern that matches it, such as sh:**/name*";
        sample.command = new Other(List.of("list", "a\0b"));
        refuses("a NUL in an argument of borg: a…", hint);

        sample.command = new Create("a", List.of("etc"), List.of("a\0b"), List.of());
        refuses("a NUL in an argument of borg: a…", hint);
    }

    @Test
    void argumentsThatAreNoText() {
        sample.command = new Other(List.of("list", "m\uD800ller"));
        refuses("an argument of borg is no text: m?ller", "use a pattern that matches it, such as sh:**/name*");
    }

    @Test
    void endsWithoutPins() {
        sample.clientPins = List.of();
        refuses("no host key is pinned for web1", "add host-keys: [...]; nothing is accepted unseen");

        sample.clientPins = sample.serverPins;
        sample.serverPins = List.of();
        refuses("no host key is pinned for the server", "add host-keys: [...]; nothing is accepted unseen");
    }

    @Test
    void noBorgAtAll() {
        sample.borg = List.of();
        refuses("an empty borg command", "leave it out, or say borg: borg");

        sample.borg = List.of("sudo", "");
        refuses("an empty borg command", "leave it out, or say borg: borg");
    }

    @Test
    void policiesOutOfRange() {
        sample.signing = new Pull.Signing(PolicyLevel.HOSTBOUND, 0, Duration.ofMinutes(1));
        refuses("a policy needs 1 to 1000 signatures", "correct policy of web1");

        sample.signing = new Pull.Signing(PolicyLevel.HOSTBOUND, 1, Duration.ofDays(2));
        refuses("a policy needs a lifetime of at most 24 h", "correct policy of web1");
    }

    @Test
    void retriesWithoutAnAttempt() {
        String what = "a retry without an attempt or with a pause below zero";
        sample.retry = new Pull.Retry(0, Duration.ZERO);
        refuses(what, "correct retry of web1");

        sample.retry = new Pull.Retry(1, Duration.ofSeconds(-1));
        refuses(what, "correct retry of web1");
    }

    private void refuses(String what, String hint) {
        UnusableInput refusal = refusal();
        assertThat(refusal.what()).isEqualTo(what);
        assertThat(refusal.hint()).isEqualTo(hint);
    }

    private UnusableInput refusal() {
        UnusableInput refusal = catchThrowableOfType(UnusableInput.class, () -> Plan.of(sample.pull(), Timing.DEFAULT));
        assertThat(refusal).as("it was planned").isNotNull();
        return refusal;
    }
}
