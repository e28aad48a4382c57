package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvocationTest {
    @Test
    void withoutTheTwoDashesAllIsOurs() {
        Invocation invocation = of("run", "web1");
        assertThat(invocation.arguments()).containsExactly("run", "web1");
        assertThat(invocation.hasRemoteArguments()).isFalse();
        assertThat(invocation.remoteArguments()).isEmpty();
    }

    @Test
    void splitsAtTheFirstTwoDashes() {
        Invocation invocation = of("run", "web1", "--", "list", "--", "-x", "");
        assertThat(invocation.arguments()).containsExactly("run", "web1");
        assertThat(invocation.hasRemoteArguments()).isTrue();
        assertThat(invocation.remoteArguments()).containsExactly("list", "--", "-x", "");
    }

    @Test
    void nothingMayStandOnEitherSide() {
        assertThat(of("run", "web1", "--").hasRemoteArguments()).isTrue();
        assertThat(of("run", "web1", "--").remoteArguments()).isEmpty();
        assertThat(of("--", "list").arguments()).isEmpty();
        assertThat(of().arguments()).isEmpty();
    }

    @Test
    void dashesWithinAWordDoNotSplit() {
        assertThat(of("run", "--all", "---", "a--b").hasRemoteArguments()).isFalse();
    }

    @Test
    void theHomeIsTheEnvironments() {
        assertThat(of().home()).isEqualTo(Path.of("/home/me"));
    }

    @Test
    void withoutAHomeThatOfTheAccountCounts() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "a"))) {
            Invocation invocation = Invocation.of(
                    new String[0],
                    environment,
                    OutputStream.nullOutputStream(),
                    new PrintStream(OutputStream.nullOutputStream()));
            assertThat(invocation.home()).isEqualTo(Path.of(System.getProperty("user.home")));
        }
    }

    private static Invocation of(String... words) {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream());
        return Invocation.of(words, Map.of("HOME", "/home/me"), OutputStream.nullOutputStream(), err);
    }
}
