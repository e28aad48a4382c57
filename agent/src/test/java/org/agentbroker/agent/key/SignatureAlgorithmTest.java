package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.wire.KeyFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureAlgorithmTest {
    @ParameterizedTest
    @CsvSource({
        "ssh-ed25519, 0, ED25519",
        "ssh-mldsa44-ed25519@openssh.com, 0, MLDSA44_ED25519",
        "ecdsa-sha2-nistp256, 0, ECDSA_P256",
        "ecdsa-sha2-nistp384, 0, ECDSA_P384",
        "ecdsa-sha2-nistp521, 0, ECDSA_P521",
        "ssh-rsa, 2, RSA_SHA256",
        "ssh-rsa, 4, RSA_SHA512"
    })
    void isChosenByKeyTypeAndFlags(String keyType, int flags, SignatureAlgorithm expected) {
        assertThat(SignatureAlgorithm.requested(keyType, flags)).contains(expected);
    }

    /** OpenSSH ignores unknown bits and makes a SHA-1 signature of 0; RFC 9987, 3.6.1 wants a failure. */
    @ParameterizedTest
    @CsvSource({
        "ssh-rsa, 0",
        "ssh-rsa, 1",
        "ssh-rsa, 6",
        "ssh-rsa, 12",
        "ssh-ed25519, 2",
        "ssh-ed25519, 4",
        "ecdsa-sha2-nistp256, -2147483648",
        "ssh-dss, 0",
        "ssh-ed25519-cert-v01@openssh.com, 0"
    })
    void isNoneForOtherFlags(String keyType, int flags) {
        assertThat(SignatureAlgorithm.requested(keyType, flags)).isEmpty();
    }

    @Test
    void hasNoSha1AmongItsNames() {
        assertThat(SignatureAlgorithm.named("ssh-rsa")).isEmpty();
        assertThat(SignatureAlgorithm.named("rsa-sha2-256")).contains(SignatureAlgorithm.RSA_SHA256);
        assertThat(SignatureAlgorithm.strongest("ssh-rsa")).contains(SignatureAlgorithm.RSA_SHA512);
    }

    // OpenSSH sshkey.c and ssh-rsa.c: the names in the tables of key types
    @ParameterizedTest
    @CsvSource({
        "ED25519, ssh-ed25519, ssh-ed25519-cert-v01@openssh.com",
        "MLDSA44_ED25519, ssh-mldsa44-ed25519@openssh.com, ssh-mldsa44-ed25519-cert-v01@openssh.com",
        "ECDSA_P256, ecdsa-sha2-nistp256, ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ECDSA_P384, ecdsa-sha2-nistp384, ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ECDSA_P521, ecdsa-sha2-nistp521, ecdsa-sha2-nistp521-cert-v01@openssh.com",
        "RSA_SHA256, rsa-sha2-256, rsa-sha2-256-cert-v01@openssh.com",
        "RSA_SHA512, rsa-sha2-512, rsa-sha2-512-cert-v01@openssh.com"
    })
    void isCalledInALoginWhatTheKeyIs(SignatureAlgorithm algorithm, String plain, String certified) {
        assertThat(algorithm.loginName(false)).isEqualTo(plain).isEqualTo(algorithm.sshName());
        assertThat(algorithm.loginName(true)).isEqualTo(certified);
    }

    @ParameterizedTest
    @EnumSource
    void isOneOfAKeyThatIsSupported(SignatureAlgorithm algorithm) {
        assertThat(PublicKeys.TYPES).contains(algorithm.keyType());
        assertThat(KeyFields.count(algorithm.keyType())).isPositive();
        assertThat(SignatureAlgorithm.named(algorithm.sshName())).contains(algorithm);
    }
}
