package org.agentbroker.broker.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.agentbroker.broker.account.AsAccount;

/**
 * A repository beside the real one, to be destroyed by an attacker. Its name is always the same, so that it is removed the
 * next time when this broker is killed. Handled as the server's account, so root follows no link of that account.
 */
final class ScratchRepository implements AutoCloseable {
    static final String SUFFIX = ".broker-doctor";

    private final AsAccount account;
    private final Path place;
    private final String mark;

    /** @param place absolute, ends with {@link #SUFFIX} */
    private ScratchRepository(AsAccount account, Path place) {
        this.account = account;
        this.place = place;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.mark = HexFormat.of().formatHex(random);
    }

    static ScratchRepository open(AsAccount account, Path place) throws InterruptedException {
        if (!place.isAbsolute() || !place.getFileName().toString().endsWith(SUFFIX)) {
            throw new IllegalArgumentException("not a scratch repository: " + place);
        }
        ScratchRepository scratch = new ScratchRepository(account, place);
        scratch.remove();
        return scratch;
    }

    /** What the client shall save into it. */
    String mark() {
        return mark;
    }

    /** Whether the mark is in it; there is neither encryption nor compression. Empty when that could not be seen. */
    Optional<Boolean> holdsMark() throws InterruptedException {
        try {
            String data = place.resolve("data").toString();
            int status =
                    LocalProgram.run(account, 256, "grep", "-rqsF", mark, data).status();
            return status == 0 || status == 1 ? Optional.of(status == 0) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void remove() throws InterruptedException {
        try {
            LocalProgram.run(account, 256, "rm", "-rf", "--", place.toString());
        } catch (IOException e) {
            // the next time, then
        }
    }

    /** Removes it, also when it was interrupted before. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            remove();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
