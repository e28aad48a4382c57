package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LabExtension.class, NothingLeft.class})
class ClientUnreachableTest {
    // below the ports that the lab and the system hand out, and nobody's
    private static final String CLOSED = "1";

    @Test
    void closedPortIsSaidToRefuse(Lab lab) {
        Result result = Cli.run(lab.config().client("port", CLOSED), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "web1 cannot be reached at 127.0.0.1 port 1: connection refused",
                "try: ssh -p 1 " + lab.clientUser() + "@127.0.0.1");
    }

    @Test
    void unknownNameIsSaidToBeUnknown(Lab lab) {
        Result result = Cli.run(lab.config().client("host", "no-such-host.invalid"), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "web1 cannot be reached at no-such-host.invalid port " + lab.clientPort() + ": the name is not known",
                "is it up?");
    }

    @Test
    void retriesAreToldAndCounted(Lab lab) {
        Result result = Cli.run(
                lab.config().client("port", CLOSED).client("retry", "{attempts: 3, delay: 1s}"),
                "--log-json",
                "run",
                "web1");

        assertThat(result.exitCode()).isEqualTo(69);
        assertThat(result.stderr().split("trying again in 1 s", -1)).hasSize(3);
    }

    @Test
    @Timeout(20)
    void portThatSaysNothingIsGivenUp(Lab lab) throws InterruptedException {
        try (DeafPort deaf = new DeafPort();
                Library library = new Library(Library.SHORT)) {
            Outcome outcome = library.run(lab.config().client("port", deaf.port()));

            Library.assertFailed(
                    outcome, Cause.UNREACHABLE, "cannot be reached at 127.0.0.1 port " + deaf.port(), "is it up?");
            Library.assertFailed(outcome, Cause.UNREACHABLE, "it does not answer", "is it up?");
        }
    }

    @Test
    void connectionClosedAtOnceIsSaidNotToSpeakSsh(Lab lab) throws IOException {
        assertNotSsh(lab, "");
    }

    @Test
    void anotherProtocolIsSaidNotToSpeakSsh(Lab lab) throws IOException {
        assertNotSsh(lab, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    }

    private static void assertNotSsh(Lab lab, String greeting) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread answers = new Thread(() -> greet(server, greeting), "greeting");
            answers.setDaemon(true);
            answers.start();

            String port = Integer.toString(server.getLocalPort());
            Result result = Cli.run(lab.config().client("port", port), "run", "web1");

            Cli.assertFailed(
                    result, 69, "web1 cannot be reached at 127.0.0.1 port " + port + ": it does not speak SSH", "up?");
        }
    }

    private static void greet(ServerSocket server, String greeting) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }
}
