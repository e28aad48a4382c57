package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.fixture.Golden;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final byte[] NOTHING = {};

    private final SamplePull sample = new SamplePull();
    private final Evidence evidence = new Evidence();
    private final Audit audit = new Audit("web1", PullListener.none());

    @Test
    void aBackupThatLoggedInIsDone() {
        audit(Reason.SIGNED);
        byte[] summary =
                Golden.text("org/agentbroker/broker/borg/create-1.2.json").getBytes();

        assertThat(exited(0, summary)).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.archive()).isNotNull();
            assertThat(completed.archive().name()).isEqualTo("a1");
        });
        assertThat(exited(0, NOTHING)).isEqualTo(new Completed(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 107})
    void warningsAreCounted(int status) {
        audit(Reason.SIGNED);
        evidence.hear(new LogMessage("WARNING", "borg", "", "a"));
        assertThat(exited(status, NOTHING)).isEqualTo(new CompletedWithWarnings(status, 1, null));
        assertThat(exited(status, NOTHING).borgCode()).isEqualTo(OptionalInt.of(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void aClientThatSaysDoneWithoutALoginIsNotBelieved(int status) {
        for (Reason reason : List.of(Reason.LISTED, Reason.BOUND, Reason.OTHER_USER)) {
            audit(reason);
        }
        byte[] summary =
                Golden.text("org/agentbroker/broker/borg/create-1.2.json").getBytes();

        assertThat(exited(status, summary)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(Cause.BORG_FAILED);
            assertThat(failed.problem().what())
                    .isEqualTo("web1 says that it is done, but did not log in at the server");
            assertThat(failed.borgCode()).isEmpty();
        });
    }

    @Test
    void otherCommandsNeedNoLogin() {
        sample.command = new Other(List.of("--version"));
        assertThat(exited(0, NOTHING)).isEqualTo(new Completed(null));
    }

    @Test
    void aRefusalExplainsAFailedLogin() {
        audit(Reason.OTHER_USER);
        audit(Reason.CONNECTION_SPENT);
        evidence.hear(new Text("borgs@borg-server: Permission denied (publickey)."));

        assertThat(((Failed) exited(2, NOTHING)).problem().what())
                .isEqualTo("the agent did not sign the login at borgs@borg-server: the login is for another user");
    }

    @Test
    void everyOtherEndIsAFailure() {
        audit(Reason.SIGNED);
        assertThat(cause(new Ending.Killed("KILL"))).isEqualTo(Cause.BORG_FAILED);
        assertThat(cause(new Ending.Lost())).isEqualTo(Cause.UNREACHABLE);
        assertThat(cause(new Ending.OutputClosed())).isEqualTo(Cause.OUTPUT_CLOSED);
        assertThat(cause(new Ending.Flooded())).isEqualTo(Cause.BORG_FAILED);
        assertThat(cause(new Ending.Faulty(new IllegalStateException("x")))).isEqualTo(Cause.FAULT);
        assertThat(cause(new Ending.Exited(-256))).isEqualTo(Cause.BORG_FAILED);
    }

    private Outcome exited(int status, byte[] summary) {
        return new Verdict(sample.plan(), evidence, audit, Optional.empty()).of(new Ending.Exited(status), summary);
    }

    private Cause cause(Ending ending) {
        return ((Failed) new Verdict(sample.plan(), evidence, audit, Optional.empty()).of(ending, NOTHING)).cause();
    }

    private void audit(Reason reason) {
        audit.decided(new AgentEvent(Instant.EPOCH, 1, "sign", reason, "SHA256:x", null, null, null, 0));
    }
}
