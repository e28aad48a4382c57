package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is no key says so, and whatever is taken as a key can sign. */
class KeyFilesFuzzTest {
    private static final List<String> LABELS =
            List.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");
    private static final byte[] DATA = {1, 2, 3};
    // to sign with an RSA key beyond 4096 bits takes long
    private static final int LONGEST_RSA = 600;

    /** The file as it is. */
    @MethodSource("texts")
    @FuzzTest
    void text(byte[] contents) {
        parse(contents, null);
        String text = new String(contents, StandardCharsets.ISO_8859_1);
        if (text.contains("RSA PRIVATE KEY")
                || text.contains("EC PRIVATE KEY")) { // the others' keys take long to derive
            parseWithPassphrase(contents);
        }
    }

    /** What is in the armour of ssh-keygen's files. */
    @MethodSource("openSshBinaries")
    @FuzzTest
    void openSsh(byte[] binary) {
        byte[] contents = armored("OPENSSH PRIVATE KEY", Cost.oneRound(binary));
        parse(contents, null);
        parseWithPassphrase(contents);
    }

    /**
     * What is in the armour of all others.
     *
     * @param input which of them, in its first byte; then the DER
     */
    @MethodSource("ders")
    @FuzzTest
    void der(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] der = Arrays.copyOfRange(input, 1, input.length);
        byte[] contents = armored(LABELS.get((input[0] & 0xff) % LABELS.size()), der);
        parse(contents, null);
        if (!Cost.isHigh(der)) {
            parseWithPassphrase(contents);
        }
    }

    private static void parseWithPassphrase(byte[] contents) {
        try (Secret passphrase = Keys.passphrase()) {
            parse(contents, passphrase);
        }
    }

    private static void parse(byte[] contents, @Nullable Secret passphrase) {
        byte[] before = contents.clone();
        try (AgentKey key = AgentKey.parse(contents, "FILE", passphrase)) {
            HostPin pin = HostPin.of(key.publicBlob());
            assertThat(pin.keyType()).isEqualTo(key.keyType());
            if (!key.keyType().equals("ssh-rsa") || key.publicBlob().length() <= LONGEST_RSA) {
                Blob signature = key.sign(algorithm(key), DATA);
                assertThat(pin.hasSigned(DATA, signature)).isTrue();
            }
        } catch (UnusableInput e) {
            assertThat(e).message().contains("FILE");
        } catch (GeneralSecurityException e) {
            fail("a key that cannot sign", e);
        }
        assertThat(contents).isEqualTo(before);
    }

    private static SignatureAlgorithm algorithm(AgentKey key) {
        return Stream.of(SignatureAlgorithm.values())
                .filter(each -> each.keyType().equals(key.keyType()))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] armored(String label, byte[] binary) {
        String base64 = Base64.getEncoder().encodeToString(binary);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, base64)
                .getBytes(StandardCharsets.US_ASCII);
    }

    static Stream<byte[]> texts() {
        return Keys.all().stream().map(Keys::file);
    }

    static Stream<byte[]> openSshBinaries() {
        return texts().flatMap(text -> binary("OPENSSH PRIVATE KEY", text));
    }

    static Stream<byte[]> ders() {
        return texts().flatMap(text -> LABELS.stream()
                .flatMap(label -> binary(label, text)
                        .map(der -> ByteBuffer.allocate(1 + der.length)
                                .put((byte) LABELS.indexOf(label))
                                .put(der)
                                .array())));
    }

    /** None when the file has another label, or headers. */
    private static Stream<byte[]> binary(String label, byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        String body = from < 0 || to < 0 ? ":" : text.substring(from + begin.length(), to);
        return body.contains(":")
                ? Stream.of()
                : Stream.of(Base64.getMimeDecoder().decode(body));
    }
}
