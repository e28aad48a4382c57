package org.agentbroker.cli.monitor;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Signals of one pull in the manner of healthchecks.io: {@code URL/start}, then {@code URL} or {@code URL/fail}. The
 * address is as good as a password, so no message repeats it.
 */
final class Pings {
    /** The most that a pull is held up by them, at its end. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration FOR_START = Duration.ofSeconds(2);
    private static final int RETRIES = 2;

    private final HttpClient http;
    private final URI base;
    private final Consumer<String> trouble;
    private CompletableFuture<HttpResponse<Void>> start = CompletableFuture.completedFuture(null);
    private boolean started;

    /** @param trouble hears why a signal was not taken */
    Pings(HttpClient http, URI base, Consumer<String> trouble) {
        this.http = http;
        this.base = base;
        this.trouble = trouble;
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(LIMIT)
                .build();
    }

    /** Waits for nothing. Once. */
    synchronized void start() {
        if (!started) {
            started = true;
            start = send("/start", "", LIMIT);
        }
    }

    /** Waits until it is taken, but no longer than that. */
    void success(Duration limit) {
        end("", "", limit);
    }

    /** The same, of a failure. */
    void fail(String log, Duration limit) {
        end("/fail", log, limit);
    }

    private void end(String path, String body, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        awaitStart();
        try {
            Failsafe.with(RetryPolicy.<Integer>builder()
                            .handle(IOException.class)
                            .withDelay(limit.dividedBy(20))
                            .withMaxRetries(RETRIES)
                            .withMaxDuration(limit)
                            .build())
                    .get(() -> take(path, body, Duration.ofNanos(end - System.nanoTime())));
        } catch (FailsafeException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            trouble.accept(reason(cause == null ? e : cause));
        } catch (Refused | Late e) {
            trouble.accept(e.getMessage());
        }
    }

    /** A start that arrived after the end would be taken for another pull. */
    private synchronized void awaitStart() {
        try {
            start.get(FOR_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            start.cancel(true); // the end says more, and meets the same fault
        }
    }

    private int take(String path, String body, Duration left) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = send(path, body, left);
        try {
            int status = answer.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
                    .statusCode();
            if (status >= 500 || status == 429) {
                throw new IOException("the answer was " + status);
            }
            if (status >= 300) {
                throw new Refused("the answer was " + status);
            }
            return status;
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Late();
        }
    }

    private CompletableFuture<HttpResponse<Void>> send(String path, String body, Duration left) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                .timeout(left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left)
                .header("User-Agent", "broker")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding());
    }

    private static String reason(Throwable e) {
        if (e instanceof java.net.http.HttpTimeoutException) {
            return "no answer in time";
        }
        return e instanceof java.net.ConnectException ? "nobody answers there" : String.valueOf(e.getMessage());
    }

    /** It does not help to try again. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Late() {
            super("no answer in time");
        }
    }
}
