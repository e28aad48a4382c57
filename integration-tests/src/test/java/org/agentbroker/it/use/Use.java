package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;

/** The command lines that these tests have in common. */
final class Use {
    private Use() {}

    /** {@code broker --config … WORDS}. */
    static Result broker(ConfigText config, String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config.write().toString()));
        all.addAll(List.of(words));
        return BrokerProcess.run(all.toArray(String[]::new));
    }

    /** {@code broker run web1 -- ARGS}. */
    static Result borg(ConfigText config, String... args) {
        List<String> all = new ArrayList<>(List.of("run", "web1", "--"));
        all.addAll(List.of(args));
        return broker(config, all.toArray(String[]::new));
    }

    /** What borg prints, by the library in this JVM, which is quicker; that the command does the same others see. */
    static String borgHere(ConfigText config, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Library library = new Library(Timing.DEFAULT)) {
            Pull pull = Library.pull(config, "web1", Map.of()).with(new BorgCommand.Other(List.of(words)));
            assertThat(library.start(pull, out).await())
                    .as(library.events().toString())
                    .isInstanceOf(Outcome.Completed.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As an administrator who knows what he does, so that nothing of it is told afterwards. */
    static void remove(ConfigText config, String archive) {
        borg(config, "delete", "::" + archive);
        broker(config, "check", "web1", "--archives-only", "--accept-missing").expectSuccess();
    }

    /** A config whose repository is there and holds the archive {@value ReadyRepository#ARCHIVE}. */
    static ConfigText ready(Lab lab) {
        return lab.config().client("repository", ReadyRepository.of(lab));
    }

    /** The same as {@link #expectListing}, by the library in this JVM. */
    static void expectListingHere(ConfigText config) {
        assertThat(borgHere(config, "list", "--short")).isEqualTo(ReadyRepository.ARCHIVE + "\n");
    }

    /** The pull works: its list has what the repository holds. */
    static void expectListing(ConfigText config) {
        Result result = borg(config, "list", "--short").expectSuccess();
        if (!result.stdoutText().equals(ReadyRepository.ARCHIVE + "\n")) {
            throw new AssertionError(result);
        }
    }
}
