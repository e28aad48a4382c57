package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.agentbroker.cli.config.ConfigDirectory.SERVER;
import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    private static final String SOURCES =
            "write {file: PATH}, {credential: NAME}, {command: [...]}, {env: NAME}, {prompt: true} or none";

    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    /** A line of web1, the place in the file and the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        lockwait: 1m             | 11:5  | unknown key lockwait in web1; did you mean lock-wait
        create: {path: [/]}      | 11:14 | unknown key path in create; did you mean paths
        retry: {xyz: 1}          | 11:13 | unknown key xyz in retry; known here: attempts, delay
        create: [/etc]           | 11:13 | create must be a mapping; write keys and values under it, as in key: value
        host:                    | 4:10  | host has no value; give it one, or leave it out
        host: ''                 | 4:11  | host is empty; give it a value, or leave it out
        host: -oProxyCommand=x   | 4:11  | not a host name or address: -oProxyCommand=x; write it without user, port and brackets
        host: h:22               | 4:11  | not a host name or address: h:22; write it without user, port and brackets
        host: [a]                | 4:11  | host must be text, not a list; give one value, without brackets
        host: "a\\nb"            | 4:11  | host has a line break or control character in it; write it on one line
        user: true               | 5:11  | user must be text; put it in quotes
        user: ${USER}            | 5:11  | user must be text; put it in quotes
        user: !x y               | 5:11  | user must be text; put it in quotes
        user: a b                | 5:11  | not a user name: a b; use letters, digits, dot, underscore and hyphen
        port: "22"               | 11:11 | port must be a number; write digits alone, without quotes
        port: x                  | 11:11 | port must be a number; write digits alone, without quotes
        port: 65536              | 11:11 | port is out of range: 65536; write a number from 1 to 65535
        port: -1                 | 11:11 | port is out of range: -1; write a number from 1 to 65535
        port: 99999999999        | 11:11 | port is out of range: 99999999999; write a number from 1 to 65535
        port: !!int x            | 11:11 | port is out of range: x; write a number from 1 to 65535
        host-keys: x.pub         | 6:16  | host-keys must be a list; write host-keys: [...]
        host-keys: []            | 6:16  | host-keys is empty; name one key at least; nothing is accepted unseen
        known-hosts: x           | 11:5  | web1 has host-keys and known-hosts; keep one of them
        identity: ~root/id       | 7:15  | the home of another user in a path: ~root/id; write the whole path, or ./~root/id
        key: {}                  | 8:10  | key names no certificate; write key: FILE, per-pull, or {certificate: {ca: FILE}}
        key: {certificat: {}}    | 8:11  | unknown key certificat in key; did you mean certificate
        key: {certificate: {}}   | 8:11  | certificate has no ca; add ca: FILE, the authority's private key
        key: {certificate: {ca: a, lifetime: 2s}} | 8:42 | lifetime is out of range: 2s; write a duration from 10s to 1d
        key: {certificate: {ca: a, source-address: [web1]}} | 8:48 | not an address or network: web1; write it as 192.0.2.7 or 192.0.2.0/24
        repository: ssh://a/b    | 9:17  | not a repository path: ssh://a/b; name the path at the server alone, such as ~/repo
        repository: "a{user}"    | 9:17  | braces in a repository path: a{user}; the client's borg would replace them, so name the path itself
        passphrase: {}           | 10:17 | passphrase names no source; SOURCES
        passphrase: hunter2      | 10:17 | passphrase must be a source; SOURCES
        passphrase: [hunter2]    | 10:17 | passphrase must be a source; SOURCES
        passphrase:              | 10:16 | passphrase must be a source; SOURCES
        passphrase: {file: a, env: B}     | 10:27 | passphrase has file and env; keep one of them
        passphrase: {file: a, fiel: b}    | 10:27 | unknown key fiel in passphrase; did you mean file
        passphrase: {prompt: false}       | 10:26 | prompt can only be true; write {prompt: true}
        passphrase: {command: pass x}     | 10:27 | command must be a list; write command: [...]
        passphrase: {command: []}         | 10:27 | command is empty; write its words, as in [pass, show, web1]
        passphrase: {credential: ../x}    | 10:30 | not the name of a credential: ../x; write what stands in LoadCredential=
        passphrase: {env: a-b}            | 10:23 | not the name of a variable: a-b; write the name alone, such as BORG_PASSPHRASE
        borg: sudo borg          | 11:11 | borg has a blank in it; write its words as a list, such as [sudo, borg]
        borg: []                 | 11:11 | borg is empty; leave it out, or write borg: borg
        create: {paths: /etc}    | 11:21 | paths must be a list; write paths: [...]
        create: {paths: [a, ~/b]}         | 11:25 | a home in a path of the client: ~/b; leave ~/ out, relative paths start at the login's home; or write ./~/b
        create: {paths: [$HOME/b]}        | 11:22 | a variable in a path: $HOME/b; nothing replaces it, so write the path itself, or ./$HOME/b
        create: {paths: ["a\\0b"]}         | 11:22 | paths has a NUL in it; remove it; no program can be given one
        create: {paths: ["a\\uDCFCb"]}     | 11:22 | paths has half a character in it; write it as UTF-8, without escapes
        identity: ${HOME}/.ssh/id         | 7:15  | a variable in a path: ${HOME}/.ssh/id; nothing replaces it, so write the path itself, or ./${HOME}/.ssh/id
        repository: $HOME/repo            | 9:17  | a variable in a path: $HOME/repo; nothing replaces it, so write the path itself, or ./$HOME/repo
        create: {paths: }        | 11:20 | paths has no value; write paths: [...]
        create: {paths: [/, [x]]}         | 11:25 | paths must be text, not a list; give one value, without brackets
        create: {archive: {now}} | 11:23 | archive must be text, not a mapping; put it in quotes if it has braces
        lock-wait: 10            | 11:16 | lock-wait is not a duration: 10; write a number and s, m, h or d, such as 10m
        lock-wait: 8d            | 11:16 | lock-wait is out of range: 8d; write a duration from 0s to 7d
        deadline: 0s             | 11:15 | deadline is out of range: 0s; write a duration from 1s to 30d
        deadline: PT1H           | 11:15 | deadline is not a duration: PT1H; write a number and s, m, h or d, such as 10m
        retry: {attempts: 0}     | 11:23 | attempts is out of range: 0; write a number from 1 to 100
        policy: {signatures: 0}  | 11:26 | signatures is out of range: 0; write a number from 1 to 1000
        policy: {lifetime: 2d}   | 11:24 | lifetime is out of range: 2d; write a duration from 1s to 1d
        policy: {level: BOUND}   | 11:21 | no such level: BOUND; did you mean bound
        policy: {level: none}    | 11:21 | no such level: none; known: hostbound, bound, unbound
        policy: {level: hostbond} | 11:21 | no such level: hostbond; did you mean hostbound
        return: x                | 11:13 | no such return: x; known: embedded, tunnel, direct, socket
        jump: a@b                | 11:11 | jump must be a list; write jump: [...]
        jump: [b]                | 11:12 | no user in b; write user@host or user@host:port
        jump: [{user: a, host-keys: [k.pub]}] | 11:12 | jump has no host; add host: NAME
        jump: [{user: a, host: b, host-keys: [k.pub], x: y}] | 11:51 | unknown key x in jump; known here: identity-passphrase, identity, host, port, user, host-keys, known-hosts
        append-only: maybe       | 11:18 | append-only must be true or false; write append-only: true, without quotes
        method: sftp             | 11:13 | no such method: sftp; known: agent, sshfs, tar
        soft: "true"             | 11:11 | soft must be true or false; write soft: true, without quotes
        soft: yes                | 11:11 | soft must be true or false; write soft: true, without quotes
        soft: []                 | 11:11 | soft must be true or false, not a list; give one value, without brackets
        max-age: 59m             | 11:14 | max-age is out of range: 59m; write a duration from 1h to 365d
        max-age: 366d            | 11:14 | max-age is out of range: 366d; write a duration from 1h to 365d
        max-age: never           | 11:14 | max-age is not a duration: never; write a number and s, m, h or d, such as 10m
        ping: ftp://h/uuid       | 11:11 | ping is not an address of http or https; write https://HOST/UUID
        ping: https:///uuid      | 11:11 | ping is not an address of http or https; write https://HOST/UUID
        ping: hc.example/uuid    | 11:11 | ping is not an address of http or https; write https://HOST/UUID
        ping: https://h/ü        | 11:11 | ping is not an address of http or https; write https://HOST/UUID
        ping: "https://h/a b"    | 11:11 | ping is not an address of http or https; write https://HOST/UUID
        ping: https://a:b@h/uuid | 11:11 | ping has a user in it; write https://HOST/UUID
        ping: https://h/uuid?a=b | 11:11 | ping has a query in it; write https://HOST/UUID
        ping: https://h/uuid#a   | 11:11 | ping has a fragment in it; write https://HOST/UUID
        hooks: [a]               | 11:12 | hooks must be a mapping; write keys and values under it, as in key: value
        hooks: {faild: [a]}      | 11:13 | unknown key faild in hooks; did you mean failed
        hooks: {done: a b}       | 11:19 | done must be a list; write done: [...]
        hooks: {done: [-a]}      | 11:19 | not a program: -a; write its name, or its whole path
        hooks: {done: [bin/a]}   | 11:19 | not a program: bin/a; write its name, or its whole path
        """)
    void one_line_of_a_client(String line, String place, String message) throws Exception {
        assertThat(directory.problems(client(line)))
                .containsExactly("broker.yaml:" + place + ": " + message.replace("SOURCES", SOURCES));
    }

    @Test
    void all_at_once_in_the_order_of_their_lines() throws Exception {
        assertThat(directory.problems("""
                        clients:
                          -x: {}
                          web1:
                            host: a
                            host: b
                            prot: 22
                        defaults:
                          user: borgc
                          identity: agent
                          key: k
                          return: tunel
                          lock-wait: soon
                          host-keys: ["PIN"]
                        server:
                          user: borgs
                        """.replace("PIN", PIN)))
                .containsExactly(
                        "broker.yaml:2:3: not a client name: -x; use letters, digits, dot, underscore and hyphen",
                        "broker.yaml:2:3: -x has no host; add host: NAME",
                        "broker.yaml:2:3: -x has no repository; add repository: PATH",
                        "broker.yaml:2:3: -x has no passphrase; add passphrase: "
                                + SOURCES.substring("write ".length()),
                        "broker.yaml:3:3: web1 has no repository; add repository: PATH",
                        "broker.yaml:3:3: web1 has no passphrase; add passphrase: "
                                + SOURCES.substring("write ".length()),
                        "broker.yaml:5:5: host is given twice; keep one; the first is broker.yaml:4:5",
                        "broker.yaml:6:5: unknown key prot in web1; did you mean port",
                        "broker.yaml:11:11: no such return: tunel; did you mean tunnel",
                        "broker.yaml:12:14: lock-wait is not a duration: soon; "
                                + "write a number and s, m, h or d, such as 10m",
                        "broker.yaml:14:1: server has no host; add host: NAME");
    }

    @Test
    void defaults_are_looked_at_even_when_every_client_hides_them() throws Exception {
        assertThat(directory.problems(client("lock-wait: 1m") + "defaults: {lock-wait: x, retry: {delay: y}}\n"))
                .containsExactly(
                        "broker.yaml:12:23: lock-wait is not a duration: x; "
                                + "write a number and s, m, h or d, such as 10m",
                        "broker.yaml:12:41: delay is not a duration: y; write a number and s, m, h or d, such as 10m");
    }

    @Test
    void nothing_in_it() throws Exception {
        assertThat(directory.problems("{}"))
                .containsExactly(
                        "broker.yaml: there is no server; add server: {user: NAME, host: NAME, host-keys: [...]}",
                        "broker.yaml: there is no client; add clients: {NAME: {...}}");
        assertThat(directory.problems(SERVER + "clients:\n"))
                .contains("broker.yaml:2:9: clients must be a mapping; "
                        + "write keys and values under it, as in key: value");
    }

    @Test
    void a_client_with_nothing_in_it() throws Exception {
        assertThat(directory.problems(SERVER + "clients:\n  web1: {}\n"))
                .containsExactly(
                        "broker.yaml:3:3: web1 has no host; add host: NAME",
                        "broker.yaml:3:3: web1 has no user; add user: NAME",
                        "broker.yaml:3:3: web1 has no identity; add identity: FILE, or identity: agent",
                        "broker.yaml:3:3: web1 has no repository; add repository: PATH",
                        "broker.yaml:3:3: web1 has no passphrase; add passphrase: "
                                + SOURCES.substring("write ".length()));
    }
}
