package org.agentbroker.cli.settings;

import static org.agentbroker.cli.settings.Setting.open;
import static org.agentbroker.cli.settings.Setting.optional;
import static org.agentbroker.cli.settings.Setting.required;
import static org.agentbroker.cli.settings.Settings.LINE;

import java.util.List;
import org.agentbroker.cli.settings.Shape.Flag;
import org.agentbroker.cli.settings.Shape.Many;
import org.agentbroker.cli.settings.Shape.Section;
import org.agentbroker.cli.settings.Shape.Text;
import org.agentbroker.cli.settings.Shape.Word;

/** What is done for a client. */
final class JobSettings {
    // whatever a file may be called, but that no argument can hold a NUL
    private static final Shape ANY_TEXTS = new Many(new Text(Spelling.ANY), 0);

    static final List<Setting> ALL = List.of(
            required(
                    "repository",
                    new Text(Spelling.REPOSITORY),
                    "path at the server; `~` and relative paths start at `server.user`'s home"),
            required(
                    "passphrase",
                    ReachSettings.PASSPHRASE,
                    "of the repository: `{file: PATH}`, `{credential: NAME}` (systemd), `{command: [..]}`,"
                            + " `{env: NAME}`, `{prompt: true}`, or `none`; one line"),
            optional(
                    "method",
                    new Word(Spelling.METHODS),
                    "agent",
                    "of the backup: `agent` is the client's borg; `sshfs` (files over SFTP) and `tar` are for clients"
                            + " without borg; below"),
            optional(
                    "append-only",
                    new Flag(),
                    true,
                    "a client cannot remove what was saved; with a key file at the server's own sshd that is up to its"
                            + " `authorized_keys`"),
            optional(
                    "borg",
                    Settings.oneOrMore(LINE),
                    "borg",
                    "the client's borg; a list such as `[sudo, borg]` starts the whole script with sudo"),
            open(
                    "create",
                    Section.of(
                            optional(
                                    "archive",
                                    LINE,
                                    "{hostname}-{now:%Y-%m-%dT%H:%M:%S}",
                                    "the archive's name, in which borg replaces its placeholders"),
                            optional(
                                    "paths",
                                    new Many(new Text(Spelling.CLIENT_PATH), 0),
                                    List.of(),
                                    "what to back up; relative paths start at the login's home"),
                            optional("exclude", ANY_TEXTS, List.of(), "patterns of what to leave out"),
                            optional("options", ANY_TEXTS, List.of(), "further options of `borg create`")),
                    "",
                    "the backup"),
            open(
                    "policy",
                    Section.of(
                            optional(
                                    "level",
                                    new Word(Spelling.LEVELS),
                                    "hostbound",
                                    "what a login has to prove: `hostbound`, `bound`, `unbound`; below"),
                            optional("signatures", Bounds.SIGNATURES, 1, "how many logins the agent signs"),
                            optional("lifetime", Bounds.LIFETIME, "2m", "within which time it signs")),
                    "",
                    "what the agent signs"),
            optional(
                    "lock-wait",
                    Bounds.LOCK_WAIT,
                    "10m",
                    "how long to wait for another pull into the repository, and then borg for its lock"),
            optional("deadline", Bounds.DEADLINE, "12h", "of the whole pull"),
            open(
                    "retry",
                    Section.of(
                            optional(
                                    "attempts",
                                    Bounds.ATTEMPTS,
                                    1,
                                    "of reaching and entering the client, before anything ran there"),
                            optional("delay", Bounds.DELAY, "30s", "between two of them")),
                    "",
                    "how often the client is tried"),
            optional(
                    "soft",
                    new Flag(),
                    false,
                    "`true`: the client may be asleep. That nobody answers there is then a note and 75, not a problem"
                            + " and 69; a wrong host key or a refused login stays what it is"));

    private JobSettings() {}
}
