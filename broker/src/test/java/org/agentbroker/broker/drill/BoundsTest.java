package org.agentbroker.broker.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.fixture.Programs;
import org.agentbroker.broker.plan.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An archive that unpacks to more than it lists. */
@Timeout(60)
class BoundsTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private AccountProgram program;

    @BeforeEach
    void prepare() throws Exception {
        Programs.require("setsid");
        Account account = Account.named(System.getProperty("user.name"));
        program = new AccountProgram(AsAccount.of(account, "test"), executor);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void tarGetsNoMoreThanWasListedAndBorgFails() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Files.write(source.resolve("small"), new byte[MEBIBYTE]);
        Files.write(source.resolve("zbomb"), new byte[16 * MEBIBYTE]);
        Path room = Files.createDirectory(directory.resolve("room"));

        assertThat(unpack(room, 2 * MEBIBYTE, "tar", "-C", source.toString(), "-cf", "-", "small", "zbomb"))
                .isNotZero();
        assertThat(Files.size(room.resolve("small"))).isEqualTo(MEBIBYTE);
        if (Files.exists(room.resolve("zbomb"))) {
            assertThat(Files.size(room.resolve("zbomb"))).isLessThan(MEBIBYTE);
        }
        assertThat(unpack(room, Long.MAX_VALUE, "tar", "-C", source.toString(), "-cf", "-", "small", "zbomb"))
                .isZero();
        assertThat(unpack(room, 2 * MEBIBYTE, "sh", "-c", "exit 7")).isEqualTo(7);
    }

    private int unpack(Path room, long most, String... borg) throws Exception {
        List<String> words = new ArrayList<>(List.of("-c", DrillBorg.UNPACK, room.toString(), Long.toString(most)));
        words.addAll(List.of(borg));
        return program.run("exec sh \"$@\"", words, 0, soon()).status();
    }

    @Test
    void aListingHasAnEnd() throws Exception {
        assertThat(program.run("printf 12345", List.of(), 5, soon()).out()).hasSize(5);
        for (String more : List.of("printf 123456", "yes")) {
            assertThatThrownBy(() -> program.run(more, List.of(), 5, soon()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("more is there than the archive lists");
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
