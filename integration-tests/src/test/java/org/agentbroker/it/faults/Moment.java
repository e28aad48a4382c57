package org.agentbroker.it.faults;

import java.util.Locale;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Audited;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Served;
import org.agentbroker.broker.outcome.Phase;

/** When the link of a pull fails, in the order of a pull. */
enum Moment {
    /** Broker is about to connect. */
    CONNECT,
    /** Both have said their versions. */
    KEY_EXCHANGE,
    /** Broker's own login is being signed. */
    LOGIN,
    /** The way back is asked for. */
    FORWARD,
    /** The client waits for the script. */
    START,
    /** The client's login at the server is being signed. */
    RETURN,
    /** Borg has sent some of its data. */
    TRANSFER,
    /** All is saved, and the client has not said so yet. */
    END;

    private static final int VERSIONS = 100;
    private static final int SOME = 2 << 20;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether borg has been started by then. */
    boolean hasBorg() {
        return compareTo(START) > 0;
    }

    /** Whether the event is the one at which it is as far. */
    boolean isAt(PullEvent event) {
        return switch (this) {
            case CONNECT -> isEntry(event, Phase.CONNECT);
            case FORWARD -> isEntry(event, Phase.FORWARD);
            case START -> isEntry(event, Phase.COMMAND);
            case RETURN -> event instanceof Audited audit && audit.decision().reason() == Reason.SIGNED;
            case END -> event instanceof Served served && served.message().startsWith("borg serve ended");
            case KEY_EXCHANGE, LOGIN, TRANSFER -> false;
        };
    }

    /** Whether it is as far when so much has gone over a link since the pull began. */
    boolean isAt(long bytes) {
        return switch (this) {
            case KEY_EXCHANGE -> bytes > VERSIONS;
            case TRANSFER -> bytes > SOME;
            default -> false;
        };
    }

    private static boolean isEntry(PullEvent event, Phase phase) {
        return event instanceof Entered entered && entered.phase() == phase;
    }
}
