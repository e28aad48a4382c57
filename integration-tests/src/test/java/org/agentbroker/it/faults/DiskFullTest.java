package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.SmallDisk;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The repository's disk is full in the middle of a create; what was there before stays readable. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class DiskFullTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final Lab lab;
    private Path data;

    DiskFullTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void fillData() throws IOException {
        data = ClientFile.directory(lab);
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            Files.write(data.resolve("file"), random.readNBytes(12 * MEBIBYTE));
        }
    }

    @AfterEach
    void removeData() {
        Command.of("rm", "-r", data.toString()).run().expectSuccess();
    }

    @ParameterizedTest
    @EnumSource(names = "EMBEDDED")
    void isSaidAndLeavesARepositoryThatWorks(Way way) {
        try (SmallDisk disk = lab.smallDisk(8)) {
            ConfigText config = way.in(lab.config()).client("repository", disk.repository());
            Cli.run(config, "init", "web1").expectSuccess();
            Cli.run(config, "run", "web1", "--archive", "small").expectSuccess();

            Result result = Cli.run(config.create("paths", "[" + data + "]"), "run", "web1");

            Cli.assertFailed(
                    result,
                    2,
                    "there is no room for the repository of web1 at " + lab.serverUser() + "@127.0.0.1: OSError: [Errno"
                            + " 28] No space left on device",
                    "make room on that disk");
            assertThat(disk.path()).isDirectoryNotContaining("glob:**/lock.*");
            assertThat(Cli.run(config, "run", "web1", "--", "list", "--short")
                            .expectSuccess()
                            .stdoutText())
                    .isEqualTo("small\n");
        }
    }
}
