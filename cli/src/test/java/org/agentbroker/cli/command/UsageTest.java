package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.api.Test;

/** Wrong uses: the sentence, the hint, nothing on standard output, 64. */
class UsageTest {
    @Test
    void ofTheCommandItself() {
        refuses("no command was given", "broker");
        refuses("there is no option --bogus", "broker", "--bogus");
        refuses("there is no command backup", "broker", "backup");
        refuses(
                "invalid value for option '--color': expected one of [auto, always, never] (case-sensitive) but was"
                        + " 'blue'",
                "broker",
                "--color",
                "blue");
    }

    @Test
    void theWordThatMayBeMeantIsTold() {
        assertThat(Commands.broker("stauts").err())
                .isEqualTo("broker: there is no command stauts\nbroker: hint: did you mean status; broker --help\n");
        assertThat(Commands.broker("run", "--jobbs=2", "web1").err())
                .isEqualTo("broker: there is no option --jobbs=2\n"
                        + "broker: hint: did you mean --jobs; broker run --help\n");
    }

    @Test
    void ofWhatLooksAfterRepositories() {
        refuses(
                "paths after -- are those of an archive: name one, or latest",
                "broker list",
                "list",
                "web1",
                "--",
                "a");
        refuses("missing required parameters: 'A', 'B'", "broker diff", "diff", "web1");
        refuses("name a client, or --group, or --all", "broker check", "check");
        String repair = "broker repairs nothing: what cannot be repaired is removed by that; copy the repository, then,"
                + " as its account: borg check --repair PATH";
        refuses(repair, "broker check", "check", "web1", "--repair");
        refuses(repair, "broker check", "check", "web1", "--", "--repai");
        refuses(
                "--repository-only excludes --archives-only, --verify-data and --last",
                "broker check",
                "check",
                "--all",
                "--repository-only",
                "--verify-data");
        refuses("--last is a number from 1", "broker check", "check", "web1", "--last=0");
        refuses("nothing can stand after --", "broker prune", "prune", "web1", "--", "--keep-daily=1");
        refuses("--threshold is a number from 0 to 99", "broker compact", "compact", "web1", "--threshold=100");
    }

    @Test
    void aPruneWithoutARuleIsRefused() {
        String[] client = {
            "prune", "root@web1", "--repository=r", "--identity=id", "--server=b@s", "--passphrase-from=none"
        };
        for (String rule : new String[] {"--list", "--keep-daily=0", "--archives=a*"}) {
            refuses(
                    "no rule says what is kept of root@web1: give --keep-daily 7 and the like, or set prune: {keep:"
                            + " {daily: 7}}",
                    "broker prune",
                    with(client, rule));
        }
        refuses(
                "--keep-within is not a time of borg's: 10; write a number and H, d, w, m or y, such as 10d",
                "broker prune",
                with(client, "--keep-within=10"));
        refuses(
                "--keep-last is out of range: -1; write a number from 0 to 100000",
                "broker prune",
                with(client, "--keep-last=-1"));
    }

    @Test
    void ofRestore() {
        String help = "broker restore --help";
        String all = "for all of the archive name none";
        String form = "name it as broker list shows it";
        refusesRestore("an empty path", all, "a", "");
        refusesRestore("an empty path", all, "--to=/srv/x", "a", "etc", "");
        refusesRestore("--to is empty", help, "--to=", "a");
        refusesRestore("no path in an archive has .. in it: ../x", form, "a", "../x");
        refusesRestore("not the name of an archive: ", "broker list shows them; or say latest", "", "etc");
        String whole = "this replaces the files of all of root@web1";
        String named = "name paths, another directory: --to DIR, or say so: --overwrite";
        refusesRestore(whole, named, "a");
        for (String to : new String[] {"/", "//", "/./", "/srv/..", "/../."}) {
            refusesRestore(whole, named, "a", "--to", to);
        }
        refusesRestore(whole, named, "a", "/");
        refusesRestore(whole, named, "a", "etc", "./");
    }

    private static void refusesRestore(String what, String hint, String... words) {
        List<String> all = new ArrayList<>(List.of(
                "restore", "root@web1", "--repository=r", "--identity=id", "--server=b@s", "--passphrase-from=none"));
        all.addAll(List.of(words));
        Result result = Commands.broker(with(all.toArray(String[]::new), "--numeric-ids"));
        assertThat(result.err()).isEqualTo("broker: " + what + "\nbroker: hint: " + hint + "\n");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void ofVerify() {
        refuses(
                "--files and --all-files exclude each other",
                "broker verify",
                "verify",
                "web1",
                "--files=5",
                "--all-files");
        refuses(
                "--files is a number from 1 to 1000000; for all there is --all-files",
                "broker verify",
                "verify",
                "web1",
                "--files=0");
        refuses(
                "--directory is no whole path, from / on: rel/x",
                "broker verify",
                "verify",
                "web1",
                "--directory=rel/x");
        refuses("there is no option --all", "broker verify", "verify", "web1", "--all");
    }

    private static String[] with(String[] words, String word) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--host-key=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMJQJCAuGznP11ZcTNWkTVChhv9e+CVWbRaqcGc6cpKt");
        all.add(word);
        return all.toArray(String[]::new);
    }

    @Test
    void ofRun() {
        refuses("name a client, or --group, or --all", "broker run", "run");
        refuses("--all and names of clients exclude each other", "broker run", "run", "--all", "web1");
        refuses("a borg command after -- is for one client", "broker run", "run", "web1", "web2", "--", "list");
        refuses("a borg command after -- is for one client", "broker run", "run", "--all", "--", "list");
        refuses("a borg command after -- is for one client", "broker run", "run", "--", "list");
        refuses("a borg command after -- is for one client", "broker run", "run", "--group", "a", "--", "list");
        refuses("--all and --group exclude each other", "broker run", "run", "--all", "--group", "a");
        refuses("--group and names of clients exclude each other", "broker run", "run", "web1", "--group", "a");
        refuses(
                "--archive is for the configured backup, not for -- ARG",
                "broker run",
                "run",
                "web1",
                "--archive",
                "a",
                "--",
                "list");
        for (String jobs : new String[] {"0", "65", "-1"}) {
            refuses("--jobs is a number from 1 to 64", "broker run", "run", "web1", "--jobs=" + jobs);
        }
        refuses("invalid value for option '--jobs': 'all' is not an int", "broker run", "run", "web1", "--jobs", "all");
        refuses("there is no option --bogus", "broker run", "run", "web1", "--bogus");
        refuses("missing required parameter for option '--archive' (NAME)", "broker run", "run", "web1", "--archive");
    }

    @Test
    void ofOptionsThatAreForNoClientOfTheConfig() {
        for (String option : new String[] {
            "--repository",
            "--path",
            "--key",
            "--identity",
            "--host-key",
            "--server",
            "--server-host-key",
            "--passphrase-from",
            "--return"
        }) {
            refuses(
                    option + " is for user@host only, and web1 is in the config",
                    "broker run",
                    "run",
                    "web1",
                    option,
                    "x");
        }
    }

    @Test
    void ofInit() {
        refuses("missing required parameter: 'CLIENT'", "broker init", "init");
        refuses("one word too many: web2", "broker init", "init", "web1", "web2");
    }

    @Test
    void ofConfig() {
        refuses("say which: validate, show, schema or example", "broker config", "config");
        refuses("there is no command check", "broker config", "config", "check");
        refuses("one word too many: web1", "broker config validate", "config", "validate", "web1");
        refuses("there is no option --json", "broker config schema", "config", "schema", "--json");
    }

    @Test
    void ofAgent() {
        refuses("no command after --", "broker agent", "agent", "--");
        refuses("--key is for an agent without CLIENT", "broker agent", "agent", "web1", "--key", "x");
        refuses("one word too many: web2", "broker agent", "agent", "web1", "web2");
        refuses("missing required parameter for option '--socket' (PATH)", "broker agent", "agent", "--socket");
    }

    @Test
    void wordsThatWouldMoveTheCursorAreEscaped() {
        Result result = Commands.broker("run", "web1", "--\u001b[31m");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("\\x1b[31m").doesNotContain("\u001b");
    }

    @Test
    void aFileWithWordsIsNotRead() {
        assertThat(Commands.broker("@/etc/hostname").err()).startsWith("broker: there is no command @");
    }

    @Test
    void aMissingConfigIsNoWrongUse() {
        Result result = Commands.broker("run", "web1", "--config", "/no/such/broker.yaml");
        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("broker: ").contains("/no/such/broker.yaml");
    }

    @Test
    void inJsonWhenThatWasAskedFor() {
        Result result = Commands.broker("run", "--log-json", "--bogus");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err().lines()).allMatch(line -> line.startsWith("{\"type\":") && line.endsWith("}"));
        assertThat(result.err()).contains("there is no option --bogus").contains("\"exit_code\":64");
    }

    private static void refuses(String what, String command, String... words) {
        Result result = Commands.broker(words);
        assertThat(result.err()).isEqualTo("broker: " + what + "\nbroker: hint: " + command + " --help\n");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
    }
}
