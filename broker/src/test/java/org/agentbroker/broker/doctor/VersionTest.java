package org.agentbroker.broker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.doctor.Finding.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs say of themselves, and what that allows. */
class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "'OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15 3 Sep 2024', 9.2",
        "'OpenSSH_8.9p1 Ubuntu-3ubuntu0.10, OpenSSL 3.0.2 15 Mar 2022', 8.9",
        "'OpenSSH_10.0p2, OpenSSL 3.5.0', 10.0",
        "'OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2', 8.1",
        "'OpenSSH_7.4p1, OpenSSL 1.0.2k-fips  26 Jan 2017', 7.4",
        "'OpenSSH_9.2p1 Debian-2+deb12u10', 9.2",
    })
    void openSsh(String said, String version) {
        assertThat(Version.ofOpenSsh(said).orElseThrow()).hasToString(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Dropbear v2022.83",
                "OpenSSH",
                "OpenSSH_",
                "OpenSSH_9",
                "OpenSSH_1234.5",
                "OpenSSH_9.12345",
                "OpenSSH_-1.2",
                "sh: ssh: not found",
                "openssh_9.2"
            })
    void noOpenSsh(String said) {
        assertThat(Version.ofOpenSsh(said)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "borg 1.2.4, 1.2",
        "borg 1.1.16, 1.1",
        "borg 1.4.0, 1.4",
        "borg 2.0.0b14, 2.0",
        "borg-linux64 1.2.8, 1.2",
        "borg 1.2.5.dev3+g1234, 1.2"
    })
    void borg(String said, String version) {
        assertThat(Version.ofBorg(said).orElseThrow()).hasToString(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "borg", "borg one", "the borg 1.2", "1.2.4", "borg 1234.1"})
    void noBorg(String said) {
        assertThat(Version.ofBorg(said)).isEmpty();
    }

    @Test
    @Timeout(5)
    void aHostileMegabyteIsReadNoFurtherThanALine() {
        for (String piece : new String[] {"OpenSSH_", "OpenSSH_for_", "borg ", "9", "a.", "\0"}) {
            String flood = piece.repeat((1 << 20) / piece.length());
            assertThat(Version.ofOpenSsh(flood)).isEmpty();
            assertThat(Version.ofBorg(flood)).isEmpty();
        }
        assertThat(Version.ofOpenSsh("x".repeat(300) + "OpenSSH_9.2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OpenSSH_9.2p1, HOSTBOUND, OK",
        "OpenSSH_8.9p1, HOSTBOUND, OK",
        "OpenSSH_8.8p1, HOSTBOUND, WARNING",
        "OpenSSH_8.8p1, UNBOUND, WARNING",
        "OpenSSH_8.4p1, UNBOUND, WARNING",
        "Dropbear v2022.83, HOSTBOUND, WARNING"
    })
    void whatTheSshOfAClientAllows(String said, PolicyLevel level, Result expected) {
        Verdict verdict = Programs.ssh(said, level);

        assertThat(verdict.result()).isEqualTo(expected);
        assertThat(verdict.detail()).contains(said);
        assertThat(verdict.hint() == null).isEqualTo(expected == Result.OK);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(Programs.ssh("OpenSSH_8.4p1", PolicyLevel.HOSTBOUND).detail())
                .contains("KnownHostsCommand");
        assertThat(Programs.ssh("OpenSSH_8.5p1", PolicyLevel.HOSTBOUND).detail())
                .contains("8.9");
        assertThat(Programs.borg("borg 1.4.1", "on web1").detail()).contains("exit codes");
        assertThat(Programs.borg("borg 1.0.12", "on web1").result()).isEqualTo(Result.WARNING);
        assertThat(Programs.borg("borg 2.0.0b5", "on web1").result()).isEqualTo(Result.WARNING);
        assertThat(Programs.borg("hello", "on web1").hint()).contains("on web1");
        assertThat(Programs.sshd("OpenSSH_8.4p1", PolicyLevel.HOSTBOUND).result())
                .isEqualTo(Result.FAILED);
        assertThat(Programs.sshd("dropbear_2022.83", PolicyLevel.BOUND).result())
                .isEqualTo(Result.OK);
    }
}
