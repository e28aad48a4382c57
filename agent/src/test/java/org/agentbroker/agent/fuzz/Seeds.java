package org.agentbroker.agent.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Golden;

/** What the searches start from. */
final class Seeds {
    private static final Set<String> REPLIES = Set.of("success", "failure", "extensions");

    private Seeds() {}

    static Stream<byte[]> messages() {
        return Golden.frames().stream()
                .filter(name ->
                        !REPLIES.contains(name) && !name.startsWith("identities-") && !name.startsWith("signed-"))
                .map(Golden::message);
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
