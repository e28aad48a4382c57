package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a program adds: every field may be a lie. */
class AddedKeyTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final String HALVES =
            "the program adds a key that cannot be used: its public and private half do not belong together";
    private static final String CANNOT = "the program adds a key that cannot be used: ";
    private static final String NEW_ONE = "make a new one with ssh-keygen";

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "mldsa44"})
    void takesAPlainKey(String name) throws Exception {
        AgentKey file = Keys.agentKey(name);
        byte[] fields = file.privateFields().clone();
        byte[] given = fields.clone();

        AgentKey key = AgentKey.of(file.keyType(), given, "a comment");
        Arrays.fill(given, (byte) 0); // it has its own copy

        assertThat(key.publicBlob()).isEqualTo(file.publicBlob());
        assertThat(key.identity()).isEqualTo(file.publicBlob());
        assertThat(key.certificate()).isNull();
        assertThat(key.comment()).isEqualTo("a comment");
        assertThat(key.privateFields()).isEqualTo(fields);
        requireSigns(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "mldsa44"})
    void takesACertifiedKey(String name) throws Exception {
        AgentKey file = Keys.agentKey(name);
        Certificate certificate = CertificateTest.certificate(name);

        AgentKey key = AgentKey.of(certificate.type(), certified(name), "");

        assertThat(key.keyType()).isEqualTo(file.keyType());
        assertThat(key.publicBlob()).isEqualTo(file.publicBlob());
        assertThat(key.identity()).isEqualTo(certificate.blob());
        assertThat(key.certificate()).isNotNull();
        assertThat(key.privateFields()).isEqualTo(file.privateFields());
        requireSigns(key);
    }

    private static void requireSigns(AgentKey key) throws Exception {
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.strongest(key.keyType()).orElseThrow();
        Blob signature = key.sign(algorithm, DATA);
        assertThat(HostPin.of(key.publicBlob()).hasSigned(DATA, signature)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048", "mldsa44"})
    void refusesEveryPartOfTheFieldsAndBytesAfterThem(String name) {
        AgentKey file = Keys.agentKey(name);
        byte[] fields = file.privateFields();
        refusesPartsOf(file.keyType(), fields);
        refusesPartsOf(CertificateTest.certificate(name).type(), certified(name));
    }

    private static void refusesPartsOf(String type, byte[] fields) {
        for (int length = 0; length < fields.length; length++) {
            byte[] part = Arrays.copyOf(fields, length);
            assertThatThrownBy(() -> AgentKey.of(type, part, ""))
                    .as("%s: %d of %d bytes", type, length, fields.length)
                    .isInstanceOf(UnusableInput.class);
        }
        assertUnusable(
                () -> AgentKey.of(type, Arrays.copyOf(fields, fields.length + 1), ""),
                CANNOT + "1 bytes after the end",
                NEW_ONE);
    }

    /** No bit of a key can be changed without notice: each field is worked out from the others. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa521", "rsa2048", "mldsa44"})
    void refusesAnyChangedBit(String name) {
        AgentKey file = Keys.agentKey(name);
        byte[] certified = certified(name);
        Random random = new Random(9987);
        for (int i = 0; i < 150; i++) {
            byte[] bad = changed(file.privateFields(), random);
            assertThatThrownBy(() -> AgentKey.of(file.keyType(), bad, "")).isInstanceOf(UnusableInput.class);
            byte[] worse = changed(certified, random);
            assertThatThrownBy(
                            () -> AgentKey.of(CertificateTest.certificate(name).type(), worse, ""))
                    .isInstanceOf(UnusableInput.class);
        }
    }

    private static byte[] changed(byte[] good, Random random) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    /** OpenSSH takes this one; signing with it gives the private key away. */
    @Test
    void refusesAnEd25519PublicHalfOfSomebodyElse() throws Exception {
        byte[] own = field(Keys.agentKey("ed25519"), 1);
        byte[] other = field(Keys.agentKey("ed25519-other"), 0);
        byte[] mixed = own.clone();
        System.arraycopy(other, 0, mixed, 32, 32);
        for (byte[] secret : new byte[][] {own, mixed}) {
            byte[] fields = strings(other, secret);
            assertUnusable(() -> AgentKey.of("ssh-ed25519", fields, ""), HALVES, NEW_ONE);
        }
        byte[] second = strings(field(Keys.agentKey("ed25519"), 0), mixed);
        assertUnusable(() -> AgentKey.of("ssh-ed25519", second, ""), HALVES, NEW_ONE);
    }

    @Test
    void refusesAPointOfAnotherNumber() throws Exception {
        byte[] point = field(Keys.agentKey("ecdsa256-other"), 1);
        byte[] d = field(Keys.agentKey("ecdsa256"), 2);
        byte[] fields = strings("nistp256".getBytes(), point, d);
        assertUnusable(() -> AgentKey.of("ecdsa-sha2-nistp256", fields, ""), HALVES, NEW_ONE);
    }

    @Test
    void refusesNumbersOutsideTheCurve() throws Exception {
        byte[] point = field(Keys.agentKey("ecdsa256"), 1);
        BigInteger d = new BigInteger(1, field(Keys.agentKey("ecdsa256"), 2));
        BigInteger n = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        // d + n gives the same point
        for (byte[] number : new byte[][] {{}, n.toByteArray(), d.add(n).toByteArray()}) {
            byte[] fields = strings("nistp256".getBytes(), point, number);
            assertUnusable(
                    () -> AgentKey.of("ecdsa-sha2-nistp256", fields, ""),
                    CANNOT + "a number that is no key on its curve",
                    NEW_ONE);
        }
    }

    @Test
    void refusesTheCurveOfAnotherType() {
        byte[] fields = Keys.agentKey("ecdsa256").privateFields();
        assertUnusable(
                () -> AgentKey.of("ecdsa-sha2-nistp384", fields, ""),
                CANNOT + "a key on another curve than its type says",
                NEW_ONE);
    }

    /** n, e, d, iqmp, p, q: each a little off, or of another key, or right but for its size. */
    @Test
    void refusesRsaNumbersThatDoNotFit() throws Exception {
        AgentKey key = Keys.agentKey("rsa2048");
        BigInteger[] good = numbers(key);
        assertThat(AgentKey.of("ssh-rsa", rsa(good), "").publicBlob()).isEqualTo(key.publicBlob());
        for (int i = 0; i < good.length; i++) {
            for (BigInteger other : List.of(
                    good[i].add(BigInteger.TWO),
                    numbers(Keys.agentKey("rsa2048-other"))[i].add(BigInteger.valueOf(4)))) {
                refusesRsa(with(good, i, other));
            }
        }
        refusesRsa(with(good, 2, good[2].add(good[0]))); // d + n
        refusesRsa(with(good, 3, good[3].add(good[4]))); // iqmp + p
        refusesRsa(with(with(good, 4, good[5]), 5, good[4])); // p and q exchanged, iqmp not
        refusesRsa(with(with(good, 4, good[0]), 5, BigInteger.TWO)); // n = n · 2 it is not
    }

    @Test
    void refusesRsaWithoutPrimes() throws Exception {
        BigInteger[] good = numbers(Keys.agentKey("rsa2048"));
        BigInteger[] bad = with(with(good, 4, good[0]), 5, BigInteger.ONE);
        assertUnusable(() -> AgentKey.of("ssh-rsa", rsa(bad), ""), CANNOT + "an RSA key without its primes", NEW_ONE);
    }

    private static void refusesRsa(BigInteger... numbers) {
        assertUnusable(() -> AgentKey.of("ssh-rsa", rsa(numbers), ""), HALVES, NEW_ONE);
    }

    @ParameterizedTest
    @CsvSource({"1024, weak", "2047, weak", "16385, long"})
    void refusesRsaOfOtherSizes(int bits, String why) {
        BigInteger n = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        BigInteger two = BigInteger.TWO;
        assertUnusable(
                () -> AgentKey.of("ssh-rsa", rsa(n, two, two, two, two, two), ""),
                "the program adds an RSA key of " + bits + " bits, which is too " + why,
                "make a new one: ssh-keygen -t ed25519 -f FILE");
    }

    @Test
    void refusesTheCertificateOfAnotherKey() throws Exception {
        AgentKey other = Keys.agentKey("ed25519-other");
        byte[] fields =
                joined(strings(CertificateTest.certificate("ed25519").blob().toBytes()), other.privateFields());
        assertUnusable(() -> AgentKey.of("ssh-ed25519-cert-v01@openssh.com", fields, ""), HALVES, NEW_ONE);
    }

    @Test
    void refusesACertificateOfAnotherType() {
        assertUnusable(
                () -> AgentKey.of("ssh-rsa-cert-v01@openssh.com", certified("ed25519"), ""),
                CANNOT + "a certificate of another type",
                NEW_ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "ssh-dss, 'a DSA key, which is too weak', make a new one: ssh-keygen -t ed25519 -f FILE",
        "sk-ssh-ed25519@openssh.com, 'a key of type sk-ssh-ed25519@openssh.com, which needs its security token',"
                + " 'take a key of type ed25519, ecdsa or rsa'",
        "sk-ssh-ed25519-cert-v01@openssh.com, 'a key of type sk-ssh-ed25519-cert-v01@openssh.com, which needs its security"
                + " token', 'take a key of type ed25519, ecdsa or rsa'",
        "ssh-ed448, 'a key of type ssh-ed448, which is not supported', 'take a key of type ed25519, ecdsa or rsa'"
    })
    void refusesOtherTypes(String type, String what, String hint) {
        byte[] fields = Keys.agentKey("ed25519").privateFields();
        assertUnusable(() -> AgentKey.of(type, fields, ""), "the program adds " + what, hint);
    }

    /** As ssh-add sends it: the certificate, then the private fields alone (sshkey.c, sshkey_private_serialize_opt). */
    static byte[] certified(String name) {
        AgentKey file = Keys.agentKey(name);
        byte[] fields = file.privateFields();
        int skipped = switch (file.keyType()) {
            case "ssh-ed25519" -> 0;
            case MlDsaEd25519.TYPE -> 1;
            default -> 2;
        };
        try {
            SshReader in = new SshReader(fields);
            for (int i = 0; i < skipped; i++) {
                in.string("public field");
            }
            return joined(strings(CertificateTest.certificate(name).blob().toBytes()), in.rest());
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] field(AgentKey key, int index) throws MalformedMessage {
        SshReader in = new SshReader(key.privateFields());
        for (int i = 0; i < index; i++) {
            in.string("field");
        }
        return in.string("field");
    }

    private static BigInteger[] numbers(AgentKey key) throws MalformedMessage {
        SshReader in = new SshReader(key.privateFields());
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            numbers.add(in.mpint("number"));
        }
        return numbers.toArray(BigInteger[]::new);
    }

    private static BigInteger[] with(BigInteger[] numbers, int index, BigInteger other) {
        BigInteger[] changed = numbers.clone();
        changed[index] = other;
        return changed;
    }

    private static byte[] rsa(BigInteger... numbers) {
        SshWriter out = new SshWriter();
        for (BigInteger number : numbers) {
            out.mpint(number);
        }
        return out.toBytes();
    }

    private static byte[] strings(byte[]... fields) {
        SshWriter out = new SshWriter();
        for (byte[] field : fields) {
            out.string(field);
        }
        return out.toBytes();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
