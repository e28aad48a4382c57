package org.agentbroker.cli.config;

import java.time.Duration;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.cli.settings.Shape.Time;

/** Durations on the command line, written as in the config. */
public final class Durations {
    private Durations() {}

    /** @param least and {@code most} are the bounds, such as {@code 1h} */
    public static Duration of(String name, String text, String least, String most) throws UnusableInput {
        return Numbers.duration(name, text, new Time(least, most));
    }
}
