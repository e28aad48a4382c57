package org.agentbroker.broker.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.LineSplitter;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.session.SftpLogin;
import org.agentbroker.broker.session.SftpStream;
import org.agentbroker.broker.session.Stop;
import org.jspecify.annotations.Nullable;

/**
 * A client's files, mounted to be read in a namespace that only the processes of one pull are in. It is gone with the last
 * of them, and they end when broker does, in whatever way: their standard input is ours.
 */
final class Mount implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(3);
    private static final int LONGEST = 400;

    private final String client;
    private final Means means;
    private final Process sshfs;
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final CompletableFuture<Boolean> heard = new CompletableFuture<>();
    private volatile String firstSaid = "";
    private @Nullable SftpStream stream;

    private Mount(String client, Means means, Process sshfs) {
        this.client = client;
        this.means = means;
        this.sshfs = sshfs;
    }

    /**
     * Mounts them for an account.
     *
     * @throws Stop with what went wrong; nothing is left then
     */
    static Mount open(String client, Requirements with, Account reader, ClientNames names, SftpLogin login, Means means)
            throws Stop, UnusableInput, InterruptedException {
        Mount mount;
        try {
            mount = new Mount(
                    client, means, with.root().start(MountScript.words(reader.uid(), reader.gid(), with.links())));
        } catch (IOException e) {
            throw new UnusableInput("nothing can be started at the server: " + e.getMessage(), "is setsid there?");
        }
        try {
            means.executor().execute(mount::listen);
            mount.prepare(names);
            mount.stream = login.join(mount.sshfs.getInputStream(), mount.sshfs.getOutputStream(), mount::ended);
            mount.sshfs.onExit().thenRun(mount::ended);
            return mount;
        } catch (Stop | InterruptedException | RuntimeException e) {
            mount.close();
            throw e;
        }
    }

    private void prepare(ClientNames names) throws Stop, InterruptedException {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        means.executor().execute(() -> ready.complete(tell(names)));
        try {
            if (ready.get(READY.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (TimeoutException e) {
            // what it has said is all that is known
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
        awaitLastWords();
        throw new Stop(
                Phase.COMMAND,
                Cause.UNUSABLE,
                "the files of " + client + " cannot be mounted at the server"
                        + (firstSaid.isEmpty() ? "" : ": " + firstSaid),
                "may root mount here (CAP_SYS_ADMIN), and is sshfs of version 3? else use method: tar");
    }

    private void awaitLastWords() throws InterruptedException {
        try {
            heard.get(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it has not ended
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    /** Whether it is ready for SFTP. */
    private boolean tell(ClientNames names) {
        try {
            OutputStream to = sshfs.getOutputStream();
            String lengths = names.passwd().length + " " + names.group().length + "\n";
            to.write(lengths.getBytes(StandardCharsets.US_ASCII));
            to.write(names.passwd());
            to.write(names.group());
            to.flush();
            byte[] expected = (MountScript.READY + "\n").getBytes(StandardCharsets.US_ASCII);
            return Arrays.equals(readExactly(sshfs.getInputStream(), expected.length), expected);
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    // no more than that: what follows is SFTP, and the stream keeps nothing back
    private static byte[] readExactly(InputStream in, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = 0; bytes.size() < length && (b = in.read()) >= 0; ) {
            bytes.write(b);
        }
        return bytes.toByteArray();
    }

    private void listen() {
        LineSplitter lines = new LineSplitter(text -> {
            if (firstSaid.isEmpty()) { // what follows is what came of it
                firstSaid = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
            }
            means.listener().heard(new PullEvent.Said(client, new BorgLine.Text(text)));
        });
        byte[] chunk = new byte[8192];
        try (InputStream err = sshfs.getErrorStream()) {
            for (int n = err.read(chunk); n >= 0; n = err.read(chunk)) {
                lines.feed(Arrays.copyOf(chunk, n));
            }
            lines.end();
        } catch (IOException e) {
            // it was ended
        } finally {
            heard.complete(true);
        }
    }

    private void ended() {
        over.complete(true);
        // the files are gone with it, which wakes whoever reads them; Process.destroy would close its last words, too
        sshfs.toHandle().destroy();
    }

    /** Completes when the files are no longer there. */
    CompletableFuture<Boolean> over() {
        return over;
    }

    /** A process in the namespace. */
    long pid() {
        return sshfs.pid();
    }

    /** Whether the files are there still, all the way to the client. */
    boolean isWhole() {
        return sshfs.isAlive() && end() == SftpStream.End.NONE;
    }

    /** What is wrong at the server, when that ended it and not the client; empty otherwise. */
    String fault() throws InterruptedException {
        awaitLastWords();
        return switch (end()) {
            case NONE, PROGRAM -> firstSaid.isEmpty() ? "it was killed" : firstSaid;
            case REFUSED -> "it asked the client for a change";
            case CLIENT -> "";
        };
    }

    private SftpStream.End end() {
        SftpStream open = stream;
        return open == null ? SftpStream.End.NONE : open.end();
    }

    /** Takes the files away from whoever reads them. Does not wait. */
    void cut() {
        sshfs.toHandle().destroyForcibly();
    }

    /** May be called again. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        sshfs.toHandle().destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!sshfs.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                sshfs.destroyForcibly().waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            sshfs.destroyForcibly();
            interrupted = true;
        }
        sshfs.destroy(); // closes its streams
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
