package org.agentbroker.broker.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.Return;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same repository by other names. */
class RepositoryPlaceTest {
    @TempDir
    Path directory;

    private final SamplePull sample = new SamplePull();
    private Path repository;

    @BeforeEach
    void make() throws IOException {
        repository = Files.createDirectories(directory.toRealPath().resolve("srv/repo"));
        sample.serverUser = System.getProperty("user.name");
        sample.way = Return.EMBEDDED;
    }

    @Test
    void isItsPathHoweverThatIsSpelled() throws IOException {
        Files.createSymbolicLink(repository.resolveSibling("link"), Path.of("repo"));
        Files.createSymbolicLink(repository.getParent().resolveSibling("pool"), repository.getParent());
        assertThat(place(repository.toString())).isEqualTo(repository.toString());
        assertThat(place(repository + "/")).isEqualTo(repository.toString());
        assertThat(place(repository.getParent() + "//./repo")).isEqualTo(repository.toString());
        assertThat(place(repository.resolveSibling("link").toString())).isEqualTo(repository.toString());
        assertThat(place(directory + "/pool/../srv/link")).isEqualTo(repository.toString());
        assertThat(place(repository + "2")).isEqualTo(repository + "2");
        assertThat(place(directory + "/pool/not/yet//there/"))
                .isEqualTo(repository.resolveSibling("not/yet/there") + "");
    }

    @Test
    void isTheHomeOfTheServersAccountUnlessAPathIsWhole() throws IOException, UnusableInput {
        Path home = Account.named(sample.serverUser).home();
        Path there = home.toRealPath().resolve("no-such-repository");
        assertThat(place("no-such-repository")).isEqualTo(there.toString());
        assertThat(place("~/no-such-repository")).isEqualTo(there.toString());
        assertThat(place(home + "/no-such-repository")).isEqualTo(there.toString());
    }

    @Test
    void goesByWhatTheServerIsAndNotByHowItIsCalled() {
        sample.way = Return.DIRECT; // with a key of one's own, so it may be any machine
        for (String here : new String[] {"localhost", "127.0.0.1", "::1"}) {
            sample.serverHost = here;
            assertThat(place(repository.toString())).isEqualTo(repository.toString());
        }
        sample.serverHost = "192.0.2.7";
        assertThat(place(repository.toString())).isEqualTo(sample.plan().repositoryUrl());
    }

    @Test
    void isItsUrlWhereNobodyHereKnowsTheAccount() {
        sample.serverUser = "no-such-account";
        assertThat(place(repository.toString())).isEqualTo(sample.plan().repositoryUrl());
    }

    private String place(String spelled) {
        sample.repository = spelled;
        return RepositoryPlace.of(sample.plan());
    }
}
