package org.agentbroker.cli.settings;

import static org.agentbroker.cli.settings.Setting.open;
import static org.agentbroker.cli.settings.Setting.optional;
import static org.agentbroker.cli.settings.Setting.required;
import static org.agentbroker.cli.settings.Settings.FILE;
import static org.agentbroker.cli.settings.Settings.HOST;
import static org.agentbroker.cli.settings.Settings.HOST_KEYS;
import static org.agentbroker.cli.settings.Settings.NONE;
import static org.agentbroker.cli.settings.Settings.USER;

import java.util.List;
import org.agentbroker.cli.settings.Shape.Command;
import org.agentbroker.cli.settings.Shape.Either;
import org.agentbroker.cli.settings.Shape.Many;
import org.agentbroker.cli.settings.Shape.Section;
import org.agentbroker.cli.settings.Shape.Text;
import org.agentbroker.cli.settings.Shape.Word;
import org.agentbroker.cli.settings.Shape.Yes;

/** How a client is reached, and how its borg gets to the repository. */
final class ReachSettings {
    static final List<String> EXCLUSIVE = List.of("host-keys", "known-hosts");

    static final Shape PASSPHRASE = Either.of(
            NONE,
            Section.oneOf(
                    open("file", FILE, "", "a file that only its owner may read; its last newline does not count"),
                    open("credential", new Text(Spelling.CREDENTIAL), "", "a credential of systemd"),
                    open("command", new Command(1), "", "the standard output of a command, started without a shell"),
                    open("env", new Text(Spelling.VARIABLE), "", "a variable of broker's environment"),
                    open("prompt", new Yes(), "", "somebody at the terminal")));

    private static final Shape CERTIFICATE = Section.of(required(
            "certificate",
            Section.of(
                    required("ca", FILE, "the authority's private key"),
                    optional("ca-passphrase", PASSPHRASE, "none", "of that file, as `passphrase`"),
                    optional("lifetime", Bounds.CERTIFICATE, "5m", "how long the certificate is valid"),
                    open(
                            "source-address",
                            Either.of(new Text(Spelling.NETWORK), new Many(new Text(Spelling.NETWORK), 0)),
                            "where broker reached the client (`direct`), or this machine (`tunnel`)",
                            "addresses or networks from which it may be used")),
            "a certificate made for the pull"));

    private static final Setting KNOWN_HOSTS = open(
            "known-hosts",
            FILE,
            "`known_hosts` beside the file that defines the client",
            "instead of `host-keys`: a file as ssh has it; plain and hashed entries; `broker hostkey pin` writes it");

    private static final Shape IDENTITY = Either.of(new Word(List.of("agent")), FILE);

    private static final Section JUMP = new Section(
            List.of(
                    required("host", HOST, "of the jump"),
                    optional("port", Bounds.PORT, 22, "of its sshd"),
                    required("user", USER, "the account there"),
                    open("host-keys", HOST_KEYS, "those of `known-hosts`", "its host keys"),
                    KNOWN_HOSTS,
                    open("identity", IDENTITY, "the client's", "for the login there"),
                    optional("identity-passphrase", PASSPHRASE, "none", "of that file, as `passphrase`")),
            EXCLUSIVE,
            false);

    static final List<Setting> ALL = List.of(
            required("host", HOST, "the client's name or address"),
            optional("port", Bounds.PORT, 22, "of the client's sshd"),
            required("user", USER, "the account at the client"),
            open(
                    "host-keys",
                    HOST_KEYS,
                    "those of `known-hosts`",
                    "the client's host keys: files, or literal lines; no certificates"),
            KNOWN_HOSTS,
            required(
                    "identity",
                    IDENTITY,
                    "key file for the login at the client, or `agent` for `$SSH_AUTH_SOCK` (not forwarded)"),
            optional("identity-passphrase", PASSPHRASE, "none", "of that file, as `passphrase`"),
            optional(
                    "jump",
                    new Many(Either.of(new Text(Spelling.LOGIN), JUMP), 0),
                    List.of(),
                    "hosts to go through, the nearest first: `user@host[:port]` with the client's `identity` and"
                            + " `known-hosts`, or `{user, host, port, host-keys, identity}`"),
            optional(
                    "return",
                    new Word(Spelling.WAYS),
                    "embedded",
                    "the way back: `embedded`, `tunnel`, `direct`, `socket`; below"),
            optional(
                            "key",
                            Either.of(new Word(List.of("per-pull")), FILE, CERTIFICATE),
                            "per-pull",
                            "with what the client logs in at the server: a file (Ed25519, ECDSA, RSA from 2048 bits),"
                                    + " `per-pull`, or `{certificate: {ca: FILE, …}}`; below")
                    .noting("required with `tunnel` and `direct`, but not with `method: sshfs` or `tar`"),
            optional("key-passphrase", PASSPHRASE, "none", "of that file, as `passphrase`"));

    private ReachSettings() {}
}
