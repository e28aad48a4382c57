package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sysadmin's first hour: make the repository, back up, look at it, get a file back. */
@ExtendWith(LabExtension.class)
class BackupTest {

    @Test
    void initThenTwoRunsThenList(Lab lab) {
        ConfigText config = lab.config().client("repository", lab.newRepository());

        Result init = Use.broker(config, "init", "web1").expectSuccess();
        Result first = Use.broker(config, "run", "web1").expectSuccess();
        Result second =
                Use.broker(config, "run", "web1", "--archive", "by-hand").expectSuccess();
        Result list = Use.borg(config, "list", "--short").expectSuccess();

        assertThat(init.stdout()).isEmpty();
        assertThat(init.stderr()).contains("broker run web1 -- key export");
        assertThat(first.stdout()).isEmpty();
        assertThat(first.stderr()).containsPattern("broker: web1: done: archive \\S+, [0-9]+ files, ");
        assertThat(second.stderr()).contains("done: archive by-hand");
        assertThat(list.stdoutText().lines()).hasSize(2).contains("by-hand");
    }

    @Test
    void initOfARepositoryThatIsThereFailsAndHarmsNothing(Lab lab) {
        Result again = Use.broker(Use.ready(lab), "init", "web1");

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.stderr())
                .contains("there is a repository of web1 already")
                .contains("hint: use it: broker run web1");
        Use.expectListing(Use.ready(lab));
    }

    @Test
    @SuppressWarnings("unchecked")
    void listAsJsonIsExactlyWhatBorgPrints(Lab lab) {
        Result result = Use.borg(Use.ready(lab), "list", "--json").expectSuccess();

        Map<String, Object> json = LogJson.object(result.stdoutText());
        assertThat(json).containsKeys("archives", "encryption", "repository");
        assertThat((List<Map<String, Object>>) json.get("archives"))
                .extracting("name")
                .containsExactly(ReadyRepository.ARCHIVE);
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void extractAsADryRunSaysNothingAndListsOnWish(Lab lab) {
        String archive = "::" + ReadyRepository.ARCHIVE;

        assertThat(Use.borg(Use.ready(lab), "extract", "--dry-run", archive).expectSuccess())
                .satisfies(result -> assertThat(result.stdout()).isEmpty());
        Result list = Use.borg(Use.ready(lab), "extract", "--dry-run", "--list", archive)
                .expectSuccess();
        assertThat(list.stderr()).contains("data/home/alice/café", "data/home/alice/two words");
    }

    @Test
    void extractedFileIsTheSameByteForByte(Lab lab) throws IOException {
        byte[] bytes = new byte[5_000_001];
        new Random(4711).nextBytes(bytes);
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }
        Path file = Files.write(lab.clientHome().resolve("all-bytes"), bytes);
        ConfigText config =
                Use.ready(lab).client("repository", lab.newRepository()).create("paths", "[\"" + file + "\"]");
        Use.broker(config, "init", "web1").expectSuccess();
        Use.broker(config, "run", "web1", "--archive", "a").expectSuccess();

        Result result =
                Use.borg(config, "extract", "--stdout", "::a", file.toString().substring(1));

        assertThat(result.expectSuccess().stdout()).isEqualTo(bytes);
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void deleteIsSaidToBeDoneAndRemovesNothingFromAnAppendOnlyRepository(Lab lab) throws IOException {
        String repository = lab.newRepository();
        ConfigText config = lab.config().client("repository", repository);
        Use.broker(config, "init", "web1").expectSuccess();
        Use.broker(config, "run", "web1", "--archive", "precious").expectSuccess();
        long before = sizeOf(lab.repositoryPath(repository).resolve("data"));

        Result deleted = Use.borg(config, "delete", "::precious");
        assertThat(deleted.exitCode()).as(deleted.toString()).isEqualTo(1);
        assertThat(deleted.stderr())
                .startsWith("broker: web1: warning: 1 archive is not as it should be: precious is missing");

        assertThat(sizeOf(lab.repositoryPath(repository).resolve("data"))).isGreaterThanOrEqualTo(before);
        assertThat(lab.repositoryPath(repository).resolve("transactions"))
                .content()
                .contains("transaction");
    }

    private static long sizeOf(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
