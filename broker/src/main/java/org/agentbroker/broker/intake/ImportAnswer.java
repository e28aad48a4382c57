package org.agentbroker.broker.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.borg.ArchiveJson;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.jspecify.annotations.Nullable;

/** The server's borg's account of the archive that it made. */
final class ImportAnswer {
    private static final int MOST = 1 << 20;
    private static final int PATIENCE_SECONDS = 5;

    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

    private ImportAnswer() {}

    /** Reads it meanwhile, up to 1 MiB. */
    static ImportAnswer read(InputStream out, Executor executor) {
        ImportAnswer answer = new ImportAnswer();
        executor.execute(() -> {
            try {
                byte[] bytes = out.readNBytes(MOST);
                out.transferTo(OutputStream.nullOutputStream());
                answer.answer.complete(bytes);
            } catch (IOException e) {
                answer.answer.complete(new byte[0]); // it was ended
            }
        });
        return answer;
    }

    /**
     * The outcome with what is known of the archive.
     *
     * @param borgs of borg by itself; it has ended
     * @param warnings of the program on the client
     */
    Outcome outcome(Outcome borgs, int warnings) throws InterruptedException {
        if (borgs instanceof Completed) {
            return warnings == 0 ? new Completed(summary()) : new CompletedWithWarnings(1, warnings, summary());
        }
        if (borgs instanceof CompletedWithWarnings warned) {
            return new CompletedWithWarnings(warned.code(), warned.warnings() + warnings, summary());
        }
        return borgs;
    }

    private @Nullable ArchiveSummary summary() throws InterruptedException {
        try {
            return ArchiveJson.read(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }
}
