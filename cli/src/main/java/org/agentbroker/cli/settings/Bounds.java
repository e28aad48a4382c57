package org.agentbroker.cli.settings;

import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.cli.settings.Shape.Time;
import org.agentbroker.cli.settings.Shape.Whole;

/** The least and the most of what is counted or timed. */
public final class Bounds {
    public static final Whole PORT = new Whole(1, 65535);
    public static final Whole SIGNATURES = new Whole(1, SignPolicy.MOST_SIGNATURES);
    public static final Whole ATTEMPTS = new Whole(1, 100);

    /** Archives that a prune keeps; 0 is no rule. */
    public static final Whole KEEP = new Whole(0, 100_000);

    public static final Time LIFETIME = new Time("1s", "1d");
    public static final Time CERTIFICATE = new Time("10s", "1d");
    public static final Time LOCK_WAIT = new Time("0s", "7d");
    public static final Time DEADLINE = new Time("1s", "30d");
    public static final Time DELAY = new Time("0s", "1d");
    public static final Time MAX_AGE = new Time("1h", "365d");

    private Bounds() {}
}
