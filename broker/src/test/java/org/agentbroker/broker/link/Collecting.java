package org.agentbroker.broker.link;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A receiver that counts and digests what it takes. */
class Collecting implements Receiver {
    final AtomicLong taken = new AtomicLong();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final CompletableFuture<Void> gone = new CompletableFuture<>();
    /** Calls that should not have come. */
    final List<String> wrong = new CopyOnWriteArrayList<>();

    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void take(byte[] bytes) throws IOException, InterruptedException {
        if (ended.isDone() || gone.isDone()) {
            wrong.add("bytes after the end");
        }
        digest.update(bytes);
        taken.addAndGet(bytes.length);
    }

    @Override
    public void end() {
        boolean late = gone.isDone(); // first: whoever waits for the end may close the stream at once
        if (!ended.complete(null) || late) {
            wrong.add("a further end");
        }
    }

    @Override
    public void closed() {
        if (!gone.complete(null)) {
            wrong.add("closed twice");
        }
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    void awaitEnd() throws Exception {
        ended.get(60, TimeUnit.SECONDS);
    }

    void awaitClosed() throws Exception {
        gone.get(20, TimeUnit.SECONDS);
    }
}
