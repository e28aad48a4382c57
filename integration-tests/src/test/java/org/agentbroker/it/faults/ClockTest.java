package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** broker's clock and that of the server's sshd are a day apart. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class ClockTest {
    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @CsvSource({
        "DIRECT, certificate, -1, are the clocks right",
        "TUNNEL, certificate, 1, are the clocks right",
        "DIRECT, per-pull, -1, is the server's clock right?",
        "TUNNEL, per-pull, -1, is the server's clock right?",
    })
    void keyThatHasEndedOrNotBegunIsRefused(Way way, String key, int days, String hint, Lab lab)
            throws InterruptedException {
        Outcome outcome = run(way, key, days, lab);

        Library.assertFailed(
                outcome, Cause.REFUSED, lab.serverUser() + "@127.0.0.1 does not accept the key of web1", hint);
    }

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED, certificate, -1",
        "EMBEDDED, per-pull, 1",
        // its line has long to go, but goes with the pull
        "TUNNEL, per-pull, 1",
    })
    void whereNobodyElseLooksAtAClockItIsNoMatter(Way way, String key, int days, Lab lab) throws InterruptedException {
        assertThat(run(way, key, days, lab)).isInstanceOf(Outcome.Completed.class);
    }

    private static Outcome run(Way way, String key, int days, Lab lab) throws InterruptedException {
        InstantSource clock = () -> InstantSource.system().instant().plus(DAY.multipliedBy(days));
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + lab.authorizedKeys() + " " + lab.caAuthorizedKeys());
                Library library = new Library(Library.SHORT, clock)) {
            ConfigText config = SharedRepository.config(lab)
                    .defaults("return", way.name().toLowerCase(Locale.ROOT))
                    .server("port", sshd.portText())
                    .server("authorized-keys", lab.authorizedKeys().toString())
                    .client("key", key.equals("certificate") ? "{certificate: {ca: " + lab.caKey() + "}}" : key);
            String before = read(lab);
            Outcome outcome = library.run(config);
            assertThat(read(lab)).isEqualTo(before);
            return outcome;
        }
    }

    private static String read(Lab lab) {
        try {
            return Files.readString(lab.authorizedKeys());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
