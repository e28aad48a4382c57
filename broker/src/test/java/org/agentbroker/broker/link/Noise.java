package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/** Bytes without a pattern, the same for the same seed. */
record Noise(int seed, long length) {
    void writeTo(OutputStream out) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = new byte[100_003];
        for (long left = length; left > 0; left -= bytes.length) {
            random.nextBytes(bytes);
            out.write(bytes, 0, (int) Math.min(left, bytes.length));
        }
    }

    String digest() throws IOException {
        MessageDigest digest = Collecting.sha256();
        writeTo(new OutputStream() {
            @Override
            public void write(int b) {
                digest.update((byte) b);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                digest.update(bytes, offset, count);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digestOf(InputStream in) throws IOException {
        MessageDigest digest = Collecting.sha256();
        byte[] bytes = new byte[64 * 1024];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            digest.update(bytes, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
