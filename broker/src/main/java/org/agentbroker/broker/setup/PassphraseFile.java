package org.agentbroker.broker.setup;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.agentbroker.agent.key.UnusableInput;

/** The passphrase of a repository: 256 random bits. */
final class PassphraseFile {
    private static final int BYTES = 32;

    private PassphraseFile() {}

    static Step make(Path file) {
        if (NewFile.isThere(file)) {
            return new Step.AlreadySo("the passphrase is there: " + file);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        byte[] base64 = Base64.getEncoder().encode(random);
        byte[] line = Arrays.copyOf(base64, base64.length + 1);
        line[base64.length] = '\n';
        try {
            return NewFile.write(file, line, "rw-------")
                    ? new Step.Changed("a passphrase is made: " + file
                            + "; keep a copy elsewhere, without it no backup can be read")
                    : new Step.AlreadySo("the passphrase is there: " + file);
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }
}
