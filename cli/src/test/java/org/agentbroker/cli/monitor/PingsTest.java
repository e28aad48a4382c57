package org.agentbroker.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PingsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(ANY_PORT, 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            int code = failures.getAndDecrement() > 0
                    ? 503
                    : exchange.getRequestURI().getPath().contains("gone") ? 404 : 200;
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void startAndSuccess() {
        Pings pings = pings(url("/uuid/"));
        pings.start();
        pings.start();
        pings.success(Pings.LIMIT);
        assertThat(heard).containsExactly("POST /uuid/start ", "POST /uuid ");
        assertThat(troubles).isEmpty();
    }

    @Test
    void failureBringsTheLog() {
        pings(url("/uuid")).fail("zwei\né\n", Pings.LIMIT);
        assertThat(heard).containsExactly("POST /uuid/fail zwei\né\n");
    }

    @Test
    void faultsOfTheServerAreTriedAgainTwice() {
        failures.set(2);
        pings(url("/uuid")).success(Pings.LIMIT);
        assertThat(heard).hasSize(3);
        assertThat(troubles).isEmpty();

        failures.set(3);
        pings(url("/uuid")).success(Pings.LIMIT);
        assertThat(troubles).containsExactly("the answer was 503");
    }

    @Test
    void refusalsAreNot() {
        pings(url("/gone-secret")).success(Pings.LIMIT);
        assertThat(heard).hasSize(1);
        assertThat(troubles).containsExactly("the answer was 404");
    }

    @Test
    void aServerThatHangsIsNotWaitedForLong() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Pings pings = pings(URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/secret"));
            long begin = System.nanoTime();
            pings.start();
            pings.success(Duration.ofSeconds(3));
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(5));
            assertThat(troubles).containsExactly("no answer in time");
        }
    }

    @Test
    void aClosedPortIsSaidWithoutTheAddress() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        pings(URI.create("http://127.0.0.1:" + port + "/secret")).success(Duration.ofSeconds(3));
        assertThat(troubles).containsExactly("nobody answers there");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Pings pings(URI base) {
        return new Pings(Pings.client(), base, troubles::add);
    }
}
