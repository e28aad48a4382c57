package org.agentbroker.cli.settings;

import static org.agentbroker.cli.settings.Setting.open;
import static org.agentbroker.cli.settings.Setting.optional;
import static org.agentbroker.cli.settings.Setting.required;

import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.cli.settings.Shape.Either;
import org.agentbroker.cli.settings.Shape.File;
import org.agentbroker.cli.settings.Shape.HostKey;
import org.agentbroker.cli.settings.Shape.Many;
import org.agentbroker.cli.settings.Shape.Named;
import org.agentbroker.cli.settings.Shape.Section;
import org.agentbroker.cli.settings.Shape.Text;
import org.agentbroker.cli.settings.Shape.Word;

/** All settings of a config file. */
public final class Settings {
    static final Shape LINE = new Text(Spelling.LINE);
    static final Shape FILE = new File(Spelling.FILE);
    static final Shape HOST = new Text(Spelling.HOST);
    static final Shape USER = new Text(Spelling.USER);
    static final Shape PROGRAM = new Text(Spelling.PROGRAM);
    static final Shape HOST_KEYS = new Many(new HostKey(), 1);
    static final Shape NONE = new Word(List.of("none"));

    public static final Section SERVER = Section.of(
            required("user", USER, "the account that the repositories belong to"),
            required("host", HOST, "the host that stands in the repositories' URLs, whatever the way back"),
            optional("port", Bounds.PORT, 22, "of the server's own sshd, as the client sees it"),
            open(
                    "host-keys",
                    HOST_KEYS,
                    "required with `tunnel` and `direct`",
                    "of the server's own sshd: files, or literal lines"),
            open(
                    "sshd",
                    new Text(Spelling.ADDRESS),
                    "`localhost`, `server.port`",
                    "`HOST[:PORT]` where broker reaches that sshd, with `tunnel`"),
            open(
                    "authorized-keys",
                    FILE,
                    "`~/.ssh/authorized_keys` there",
                    "the file of `server.user` that sshd reads, with `key: per-pull`"),
            optional("borg", PROGRAM, "borg", "the server's borg: a name or a whole path"));

    /** What a group and the defaults may say: all that a client may, but its group. */
    public static final Section OF_CLIENTS = new Section(
            Stream.of(ReachSettings.ALL, JobSettings.ALL, TendSettings.ALL, WatchSettings.ALL)
                    .flatMap(List::stream)
                    .toList(),
            ReachSettings.EXCLUSIVE,
            false);

    public static final Section CLIENT = new Section(
            Stream.concat(
                            Stream.of(open(
                                    "group",
                                    new Text(Spelling.CLIENT),
                                    "none",
                                    "a group of `groups`, whose settings count before the defaults")),
                            OF_CLIENTS.settings().stream())
                    .toList(),
            ReachSettings.EXCLUSIVE,
            false);

    public static final Section MONITORING = Section.of(open(
            "metrics",
            new File(Spelling.METRICS),
            "none",
            "a file ending in `.prom` for Prometheus' textfile collector, about all clients"));

    public static final Section LOG =
            Section.of(open("file", FILE, "none", "the log of all runs, which is appended to"));

    /** The file. */
    public static final Section FILE_ITSELF = Section.of(
            open("server", SERVER, "required, in one file", "this machine, as clients see it"),
            open("monitoring", MONITORING, "none", "who is told about all clients"),
            open("log", LOG, "none", "what is kept about all runs"),
            open("defaults", OF_CLIENTS, "none", "settings of all clients that do not say otherwise"),
            open("groups", new Named(OF_CLIENTS), "none", "settings of the clients that name the group, by its name"),
            open("clients", new Named(CLIENT), "required, in any files", "the clients by their names"));

    private Settings() {}

    /** Text, or a list of texts. */
    static Shape oneOrMore(Shape each) {
        return Either.of(each, new Many(each, 1));
    }
}
