package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LabExtension.class)
class DryRunTest {
    private static final String GOLDEN = """
            client       web1
            login        CLIENT@127.0.0.1 port PORT
            login key    LAB/keys/identity
            client pins  ssh-ed25519 SHA256:HASH
            return       direct
            server       SERVER@127.0.0.1 port PORT
            server pins  ssh-ed25519 SHA256:HASH
            repository   ssh://SERVER@127.0.0.1/~/repo
            passphrase   file LAB/passphrase
            agent key    LAB/keys/web1
            agent signs  1 login as SERVER at 127.0.0.1, within 120 s, level hostbound
            deadline     43200 s
            login shell  exec sh -c 'IFS= read -r s && eval "$s"'
            borg         borg --log-json --lock-wait 600 create --json --progress --exclude '*.cache' -- '::{hostname}' data
            way back     sh -c 'ssh "$@" || { r=$?; sleep 1; exit $r; }' ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/dev/null \
            -o GlobalKnownHostsFile=/dev/null -o IdentityFile=none -o HostName=127.0.0.1 -o Port=PORT \
            -o HostKeyAlias=127.0.0.1 -o 'KnownHostsCommand=/bin/sh -c "echo 127.0.0.1 ssh-ed25519 KEY"' \
            -o Ciphers=^aes128-gcm@openssh.com,aes256-gcm@openssh.com \
            -o ConnectTimeout=30 -o ServerAliveInterval=5 -o ServerAliveCountMax=3
            """;

    @Test
    void showsThePlanWithoutNetworkAndWithoutSecret(Lab lab) {
        ConfigText config = lab.config()
                .create("archive", "\"{hostname}\"")
                .create("exclude", "[\"*.cache\"]")
                .create("paths", "[data]");
        try (Sshd gone = lab.clientSshd()) {
            config.client("port", gone.portText());
        }

        Result result = Use.broker(config, "run", "--dry-run", "web1").expectSuccess();

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdoutText()).doesNotContain(lab.passphrase());
        assertThat(normal(lab, result.stdoutText())).isEqualTo(GOLDEN);
    }

    @Test
    void readsNoKeyAndNoPassphrase(Lab lab) {
        ConfigText config = lab.config()
                .defaults("identity", "/nowhere/identity")
                .client("key", "/nowhere/key")
                .client("passphrase", "{command: [/bin/false, secret-word]}");

        Result result = Use.broker(config, "run", "--dry-run", "web1").expectSuccess();

        assertThat(result.stdoutText())
                .contains(
                        "login key    /nowhere/identity",
                        "agent key    /nowhere/key",
                        "passphrase   command /bin/false")
                .doesNotContain("secret-word");
    }

    @ParameterizedTest
    @CsvSource({"hostbound, false", "bound, false", "unbound, true"})
    void namesTheLevelAndItsWarning(String level, boolean warned, Lab lab) {
        ConfigText config = lab.config().client("policy", "{level: " + level + ", signatures: 2}");

        String plan =
                Use.broker(config, "run", "--dry-run", "web1").expectSuccess().stdoutText();

        assertThat(plan).contains("agent signs  2 logins as ", ", level " + level + "\n");
        assertThat(plan.contains(
                        "\nwarning      at level unbound the agent cannot tell at which server its signatures are"
                                + " used\n"))
                .isEqualTo(warned);
    }

    private static String normal(Lab lab, String text) {
        return text.replace(lab.directory().toString(), "LAB")
                .replace(lab.clientUser() + "@127.0.0.1 port", "CLIENT@127.0.0.1 port")
                .replace(lab.serverUser(), "SERVER")
                .replaceAll("SHA256:[A-Za-z0-9+/]{43}", "SHA256:HASH")
                .replaceAll("AAAA[A-Za-z0-9+/=]+", "KEY")
                .replaceAll("([Pp]ort[ =])[0-9]+", "$1PORT");
    }
}
