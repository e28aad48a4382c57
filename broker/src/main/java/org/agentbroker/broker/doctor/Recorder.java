package org.agentbroker.broker.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Audited;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullListener;

/** Keeps what broker itself sees during one pull, above all the decisions of its agent: what no client can forge. */
final class Recorder implements PullListener {
    private static final int MOST = 1000;
    private static final int LONGEST = 200;

    private final PullListener onward;
    private final List<AgentEvent> decisions = new ArrayList<>();
    private OptionalLong signedAt = OptionalLong.empty();
    private String said = "";
    private int afterEnd;
    private boolean ended;

    Recorder(PullListener onward) {
        this.onward = onward;
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Audited audited) {
            decided(audited.decision());
        } else if (event instanceof Said client && client.line() instanceof BorgLine.Text text) {
            said(text.text());
        }
        onward.heard(event);
    }

    private synchronized void decided(AgentEvent decision) {
        if (ended && decision.allowed()) {
            afterEnd++;
        }
        if (decision.reason() == Reason.SIGNED && signedAt.isEmpty()) {
            signedAt = OptionalLong.of(System.nanoTime());
        }
        if (decisions.size() < MOST) {
            decisions.add(decision);
        }
    }

    private synchronized void said(String text) {
        if (said.isEmpty() && !text.isBlank()) {
            said = text.substring(0, Math.min(text.length(), LONGEST));
        }
    }

    /** The pull is over, and its agent with it. */
    synchronized void end() {
        ended = true;
    }

    /** Requests to an agent that should have been gone. */
    synchronized int afterEnd() {
        return afterEnd;
    }

    /** When the first login was signed, by {@link System#nanoTime}. */
    synchronized OptionalLong signedAt() {
        return signedAt;
    }

    synchronized long signed() {
        return decisions.stream()
                .filter(decision -> decision.reason() == Reason.SIGNED)
                .count();
    }

    /** Whether a login as anybody but this user was signed. */
    synchronized boolean hasSignedForAnotherThan(String user) {
        return decisions.stream()
                .anyMatch(decision -> decision.reason() == Reason.SIGNED && !Objects.equals(decision.user(), user));
    }

    /** The decisions about requests of this name. */
    synchronized List<AgentEvent> about(String request) {
        return decisions.stream()
                .filter(decision -> decision.request().equals(request))
                .toList();
    }

    synchronized Optional<AgentEvent> refusal(Reason reason) {
        return decisions.stream()
                .filter(decision -> decision.reason() == reason)
                .findFirst();
    }

    /** The first line of standard error that is not borg's; at most 200 characters. */
    synchronized String said() {
        return said;
    }
}
