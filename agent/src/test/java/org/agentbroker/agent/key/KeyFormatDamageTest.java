package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file is answered with a reason, soon and within bounds, whatever its damage. */
class KeyFormatDamageTest {
    private static final String RESTORE = "restore it, or make a new key";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519-pkcs8",
                "ecdsa384-pkcs8",
                "rsa2048-pkcs8",
                "ecdsa256-pem",
                "ecdsa256-ecparam",
                "rsa2048-pem",
                "ed25519-pkcs8-pbkdf2-sha256-aes256",
                "ed25519-pkcs8-scrypt",
                "rsa2048-pkcs8-encrypted",
                "ecdsa256-pem-aes128",
                "mldsa44",
                "mldsa44-encrypted",
                "ed25519",
                "ed25519-aes256-gcm",
                "dsa-pem",
                "x25519"
            })
    void refusesTheTextCutAnywhere(String name) {
        byte[] file = Keys.file(name);
        int whole = new String(file, StandardCharsets.US_ASCII).stripTrailing().length();
        try (Secret passphrase = Keys.passphrase()) {
            for (int length = 0; length < whole; length++) {
                byte[] part = Arrays.copyOf(file, length);
                assertThatThrownBy(() -> AgentKey.parse(part, "k", passphrase))
                        .as("%d of %d bytes", length, whole)
                        .isInstanceOf(UnusableInput.class)
                        .message()
                        .isIn(length == 0 ? "k is empty" : "k is cut off", "k is not a key file");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVATE KEY, ed25519-pkcs8",
        "PRIVATE KEY, ecdsa384-pkcs8",
        "PRIVATE KEY, rsa2048-pkcs8",
        "EC PRIVATE KEY, ecdsa256-pem",
        "RSA PRIVATE KEY, rsa2048-pem",
        "ENCRYPTED PRIVATE KEY, ed25519-pkcs8-pbkdf2-sha256-aes256",
        "ENCRYPTED PRIVATE KEY, ed25519-pkcs8-scrypt"
    })
    void refusesTheStructureCutAnywhere(String label, String name) {
        byte[] der = OpenSshKeyText.binary(Keys.file(name));
        try (Secret passphrase = Keys.passphrase()) {
            for (int length = 0; length < der.length; length++) {
                byte[] part = armored(label, Arrays.copyOf(der, length));
                assertUnusable(() -> AgentKey.parse(part, "k", passphrase), "k is damaged: its structure", RESTORE);
            }
            byte[] longer = armored(label, Arrays.copyOf(der, der.length + 1));
            assertUnusable(() -> AgentKey.parse(longer, "k", passphrase), "k is damaged: its structure", RESTORE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVATE KEY, ed25519-pkcs8, 300",
        "PRIVATE KEY, ecdsa384-pkcs8, 300",
        "PRIVATE KEY, rsa2048-pkcs8, 300",
        "EC PRIVATE KEY, ecdsa256-pem, 300",
        "EC PRIVATE KEY, ecdsa256-pem-compressed, 300",
        "RSA PRIVATE KEY, rsa2048-pem, 300",
        "ENCRYPTED PRIVATE KEY, ed25519-pkcs8-pbkdf2-sha256-aes256, 200",
        "ENCRYPTED PRIVATE KEY, ed25519-pkcs8-scrypt, 60",
        "OPENSSH PRIVATE KEY, mldsa44, 100"
    })
    void answersAnyChangedByteWithAKeyOrWithAReason(String label, String name, int times) {
        byte[] good = OpenSshKeyText.binary(Keys.file(name));
        Random random = new Random(5958);
        int refused = 0;
        try (Secret passphrase = Keys.passphrase()) {
            for (int i = 0; i < times; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    AgentKey.parse(armored(label, bad), "k", passphrase).close();
                } catch (UnusableInput e) {
                    refused++;
                    assertThat(e.what()).contains("k");
                }
            }
        }
        assertThat(refused).isGreaterThan(times / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa256-pem-aes128", "rsa2048-pem-aes128"})
    void answersAnyChangedCharacterWithAKeyOrWithAReason(String name) {
        byte[] good = Keys.file(name);
        Random random = new Random(1421);
        try (Secret passphrase = Keys.passphrase()) {
            for (int i = 0; i < 500; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                try {
                    AgentKey.parse(bad, "k", passphrase).close();
                } catch (UnusableInput e) {
                    assertThat(e.what()).contains("k");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Proc-Type: 4,ENCRYPTED', 'Proc-Type: 4,MIC-ONLY'",
        "'DEK-Info: ', 'DEK-Other: '",
        "'DEK-Info: AES-128-CBC,', 'DEK-Info: AES-128-CBC'",
        "'DEK-Info: AES-128-CBC,', 'DEK-Info: AES-128-CBC,00'",
        "'DEK-Info: AES-128-CBC,', 'DEK-Info: AES-128-CBC,X'",
        "'DEK-Info: AES-128-CBC,', 'DEK-Info: DES-EDE3-CBC,'"
    })
    void tellsDamagedHeaders(String good, String bad) {
        String text = new String(Keys.file("ecdsa256-pem-aes128"), StandardCharsets.US_ASCII);
        assertThat(text).contains(good);
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(text.replace(good, bad).getBytes(StandardCharsets.US_ASCII), "k", passphrase),
                    "k is damaged: its headers",
                    RESTORE);
        }
    }

    /** Two billion iterations would be a denial of service by a file. */
    @ParameterizedTest
    @ValueSource(strings = {"00", "-1", "7fffffff", "4c4b41", "7fffffffffffffffffff"})
    void refusesAbsurdNumbersOfIterations(String hex) {
        byte[] number = hex.equals("-1") ? new byte[] {-1} : Der.bytes(hex);
        byte[] kdf = Der.sequence(
                Der.oid("2a864886f70d01050c"),
                Der.sequence(Der.octets(new byte[8]), Der.integer(number), hmacSha256()));
        refusesDerivation(kdf);
    }

    /** N, r and p of scrypt: gigabytes, hours, none at all, no power of two. */
    @ParameterizedTest
    @CsvSource({"100000, 08, 01", "4000, 4000, 01", "4000, 08, 7fffffff", "4000, 08, 11", "00, 08, 01", "4000, 00, 01"})
    void refusesAbsurdCostsOfScrypt(String n, String r, String p) {
        byte[] kdf = Der.sequence(
                Der.oid("2b06010401da47040b"),
                Der.sequence(
                        Der.octets(new byte[8]),
                        Der.integer(Der.bytes(n)),
                        Der.integer(Der.bytes(r)),
                        Der.integer(Der.bytes(p))));
        refusesDerivation(kdf);
    }

    @Test
    void refusesAKeyLengthThatIsNotTheCiphers() {
        byte[] kdf = Der.sequence(
                Der.oid("2a864886f70d01050c"),
                Der.sequence(
                        Der.octets(new byte[8]),
                        Der.integer(new byte[] {1}),
                        Der.integer(new byte[] {16}),
                        hmacSha256()));
        refusesDerivation(kdf);
    }

    private static byte[] hmacSha256() {
        return Der.sequence(Der.oid("2a864886f70d0209"), Der.bytes("0500"));
    }

    private static void refusesDerivation(byte[] kdf) {
        byte[] cipher = Der.sequence(Der.oid("60864801650304012a"), Der.octets(new byte[16]));
        byte[] file = Der.sequence(
                Der.sequence(Der.oid("2a864886f70d01050d"), Der.sequence(kdf, cipher)), Der.octets(new byte[16]));
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(armored("ENCRYPTED PRIVATE KEY", file), "k", passphrase),
                    "k is damaged: its key derivation",
                    RESTORE);
        }
    }

    /** A structure in a structure, a hundred thousand times: no stack is that deep. */
    @Test
    void refusesADeepStructure() {
        for (String pair : new String[] {"3080", "a080", "2480"}) {
            byte[] deep = Der.bytes(pair.repeat(100_000));
            for (String label : new String[] {"PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"}) {
                try (Secret passphrase = Keys.passphrase()) {
                    assertUnusable(
                            () -> AgentKey.parse(armored(label, deep), "k", passphrase),
                            "k is damaged: its structure",
                            RESTORE);
                }
            }
        }
    }

    private static byte[] armored(String label, byte[] binary) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(binary);
        return ("-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
