package org.agentbroker.agent.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;

/** What the searches start from. */
final class Seeds {
    static final List<String> REQUESTS = List.of(
            "list",
            "bind-ed25519",
            "bind-ecdsa",
            "bind-rsa",
            "bind-forwarding",
            "sign-ed25519",
            "sign-ecdsa",
            "sign-rsa",
            "add-ed25519",
            "add-ecdsa",
            "add-rsa",
            "add-constrained",
            "remove",
            "remove-all",
            "lock",
            "unlock");

    private Seeds() {}

    static Stream<byte[]> messages() {
        return Stream.concat(REQUESTS.stream().map(Golden::message), Stream.of(Frames.query()));
    }

    /** As they would come down a stream, after one byte that a target may take its own meaning from. */
    static byte[] stream(int first, String... names) {
        byte[] messages = stream(names);
        return ByteBuffer.allocate(1 + messages.length)
                .put((byte) first)
                .put(messages)
                .array();
    }

    static byte[] stream(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : names) {
            out.writeBytes(Golden.frame(name));
        }
        return out.toByteArray();
    }
}
