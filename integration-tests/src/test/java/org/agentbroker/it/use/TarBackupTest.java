package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.ServersBorg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code method: tar}: backups of a client that has no borg. */
@ExtendWith(LabExtension.class)
class TarBackupTest {

    @Test
    void whatIsThereAndWhatIsSaid(Lab lab) {
        String repository = lab.newRepository();
        ServersBorg borg = new ServersBorg(lab, repository);
        Path data = ClientFile.directory(lab);
        Command.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && mkdir sub secret && echo 1 >-x && ln -- -x sub/hard && ln -s /etc sub/link"
                                + " && : >\"two\nlines\" && : >\"$(printf 'bad\\377')\" && truncate -s 5M sparse && mkfifo fifo"
                                + " && : >sub/a.cache && chown -hR \"$1\" . && chown root secret && chmod 700 secret",
                        data.toString(),
                        lab.clientUser())
                .run()
                .expectSuccess();
        // the client has none, and what is in its way there says so
        ConfigText config = lab.config()
                .client("repository", repository)
                .client("method", "tar")
                .client("borg", "/no/such/borg")
                .create("paths", "[" + lab.clientData() + ", " + data + ", no-such-path]")
                .create("exclude", "[\"*.cache\", \"sh:*/var/zero*\"]");

        Result init = Use.broker(config, "init", "web1").expectSuccess();
        Result run = Use.broker(config, "run", "web1", "--archive", "{hostname}-a", "-v");

        assertThat(init.stderr()).contains("as " + lab.serverUser() + ": borg key export");
        assertThat(run.exitCode()).as(run.stderr()).isOne();
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr())
                .contains("tar keeps no xattrs")
                .contains("web1: tar: no-such-path: Warning: Cannot stat: No such file or directory")
                .contains("web1: tar: " + data.toString().substring(1)
                        + "/secret: Warning: Cannot open: Permission denied")
                .contains("done with warnings: archive web1-a, ")
                .contains(", 2 warnings");
        String below = data.toString().substring(1);
        List<String> names = List.of(borg.run("list", "--format", "{path} {type} {size} {user}{NUL}", "::web1-a")
                .expectSuccess()
                .stdoutText()
                .split("\0"));
        assertThat(names)
                .contains("data/etc/hosts - 19 " + lab.clientUser(), below + "/-x - 2 " + lab.clientUser())
                .contains(
                        below + "/two\nlines - 0 " + lab.clientUser(), below + "/sparse - 5242880 " + lab.clientUser())
                .contains(below + "/fifo p 0 " + lab.clientUser(), below + "/sub/link l 4 " + lab.clientUser())
                .noneMatch(name -> name.contains(".cache") || name.contains("zero-bytes"));
        assertThat(borg.run("list", "--format", "{path} {source}{NL}", "::web1-a", below + "/sub")
                        .stdoutText())
                .contains(below + "/sub/hard " + below + "/-x")
                .contains(below + "/sub/link /etc");
        Result doctor = Use.broker(config, "doctor", "web1", "--json");
        assertThat(doctor.exitCode()).as(doctor.toString()).isLessThanOrEqualTo(1);
        assertThat(doctor.stdoutText())
                .contains("\"link\":\"shell\",\"attack\":false,\"result\":\"ok\"", "GNU tar", "not used: method: tar")
                .doesNotContain("\"failed\",", "not_refused\",");
        Command.of("rm", "-rf", data.toString()).run().expectSuccess();
    }
}
