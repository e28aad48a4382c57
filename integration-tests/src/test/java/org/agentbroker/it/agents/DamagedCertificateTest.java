package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ssh-add looks at a certificate before it sends it; the agent does not count on that. */
@ExtendWith(LabExtension.class)
class DamagedCertificateTest {

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "rsa-2048"})
    void isRefusedWhereverTheDamageIs(String type, Lab lab) {
        KeyFile authority = KeyFile.make("ed25519", lab.newDirectory().resolve("authority"));
        KeyFile key = KeyFile.make(type, lab.newDirectory().resolve("key")).certifiedBy(authority, "-n", "somebody");
        byte[] certificate = key.certificateBlob();
        try (BrokerAgent agent = BrokerAgent.start(lab);
                TamperingSocket tampering = TamperingSocket.before(agent)) {
            // the type's name, the nonce, the key, the name of the principal, the authority's key and its signature
            int[] places = {
                8,
                48,
                90,
                find(certificate, "somebody".getBytes(StandardCharsets.UTF_8)),
                certificate.length - 90,
                certificate.length - 1
            };
            for (int place : places) {
                tampering.change(flip(certificate, place));

                assertThat(add(agent, tampering, key).stderr())
                        .as("damage at %s of %s", place, certificate.length)
                        .contains("Identity added")
                        .doesNotContain("Certificate added");
                assertThat(agent.listed()).containsExactly(key.line());
            }
            tampering.change(message -> message);

            assertThat(add(agent, tampering, key).expectSuccess().stderr()).contains("Certificate added");
            assertThat(agent.listed()).containsExactly(key.line(), KeyFile.read(key.certificate()));
        }
    }

    private static Result add(BrokerAgent agent, TamperingSocket tampering, KeyFile key) {
        return agent.command("ssh-add", key.toString())
                .env("SSH_AUTH_SOCK", tampering.socket())
                .run();
    }

    /** Changes one bit of the certificate in a message that has it. */
    private static UnaryOperator<byte[]> flip(byte[] certificate, int place) {
        return message -> {
            byte[] changed = message.clone();
            int start = find(message, certificate);
            if (start >= 0) {
                changed[start + place] ^= 1;
            }
            return changed;
        };
    }

    private static int find(byte[] whole, byte[] part) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        return text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
