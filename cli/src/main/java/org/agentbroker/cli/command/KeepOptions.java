package org.agentbroker.cli.command;

import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.repository.Keep;
import org.agentbroker.cli.config.PruneRules;
import org.agentbroker.cli.settings.Bounds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Rules for which archives are kept. */
final class KeepOptions {
    static final String HEADING = "%nWhat is kept, instead of all that the config says of it:%n";

    @Option(
            names = "--keep-within",
            paramLabel = "TIME",
            description = "All of that time: a number and H, d, w, m or y, such as 10d.")
    @Nullable
    String within;

    @Option(
            names = {"--keep-last", "--keep-secondly"},
            paramLabel = "N",
            description = "The N newest.")
    @Nullable
    Integer last;

    @Option(names = "--keep-hourly", paramLabel = "N", description = "The last one of an hour, of N hours.")
    @Nullable
    Integer hourly;

    @Option(names = "--keep-daily", paramLabel = "N", description = "The same of days.")
    @Nullable
    Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "The same of weeks.")
    @Nullable
    Integer weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", description = "The same of months.")
    @Nullable
    Integer monthly;

    @Option(names = "--keep-yearly", paramLabel = "N", description = "The same of years.")
    @Nullable
    Integer yearly;

    boolean isGiven() {
        return within != null || numbers().anyMatch(each -> each != null);
    }

    private Stream<@Nullable Integer> numbers() {
        return Stream.of(last, hourly, daily, weekly, monthly, yearly);
    }

    /** @throws UnusableInput when one of them is out of range */
    Keep keep() throws UnusableInput {
        return new Keep(
                within == null ? "" : PruneRules.within("--keep-within", within),
                number("--keep-last", last),
                number("--keep-hourly", hourly),
                number("--keep-daily", daily),
                number("--keep-weekly", weekly),
                number("--keep-monthly", monthly),
                number("--keep-yearly", yearly));
    }

    private static int number(String option, @Nullable Integer number) throws UnusableInput {
        if (number != null && (number < Bounds.KEEP.least() || number > Bounds.KEEP.most())) {
            throw new UnusableInput(
                    option + " is out of range: " + number,
                    "write a number from " + Bounds.KEEP.least() + " to " + Bounds.KEEP.most());
        }
        return number == null ? 0 : number;
    }
}
