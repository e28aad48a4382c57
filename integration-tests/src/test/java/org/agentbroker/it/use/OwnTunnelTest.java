package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that nobody can reach has made a tunnel to the server: {@code ssh -R PORT:localhost:22 server}. */
@ExtendWith(LabExtension.class)
class OwnTunnelTest {
    private static final Pattern ALLOCATED = Pattern.compile("Allocated port ([0-9]+) for remote forward");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void clientIsReachedThroughItByItsOwnHostKey(Way way, Lab lab) throws IOException {
        Path keys = lab.directory().resolve("server/authorized_keys.tunnel");
        Files.writeString(keys, "restrict,port-forwarding " + Files.readString(Path.of(lab.identity() + ".pub")));
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + keys);
                Running tunnel = Command.of(
                                ("ssh -F none -N -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                                                + " -o GlobalKnownHostsFile=/dev/null -o ExitOnForwardFailure=yes -i "
                                                + lab.identity() + " -R 127.0.0.1:0:127.0.0.1:" + lab.clientPort()
                                                + " -p "
                                                + sshd.port() + " " + lab.serverUser() + "@127.0.0.1")
                                        .split(" "))
                        .start()) {
            tunnel.awaitStderr(ALLOCATED, LIMIT);
            Matcher port = ALLOCATED.matcher(tunnel.stderr());
            assertThat(port.find()).isTrue();

            Use.expectListing(way.in(Use.ready(lab)).client("host", "127.0.0.1").client("port", port.group(1)));
        }
    }
}
