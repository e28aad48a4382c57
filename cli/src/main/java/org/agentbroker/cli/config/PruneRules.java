package org.agentbroker.cli.config;

import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.repository.Keep;
import org.agentbroker.cli.settings.Bounds;
import org.agentbroker.cli.settings.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Which archives of a client a prune removes.
 *
 * @param keep may be no rule at all
 * @param archives a pattern of the names that are considered; null for all
 */
public record PruneRules(Keep keep, @Nullable String archives) {
    /** Nothing is said about it. */
    public static final PruneRules NONE = new PruneRules(Keep.NONE, null);

    private static final String LIFTED = "none";
    private static final String ALL = "*";

    static PruneRules of(Fields fields) {
        PruneRules rules = new PruneRules(
                keep(fields.section("keep")),
                fields.<@Nullable String>optional("archives", null, PruneRules::archives));
        fields.finish();
        return rules;
    }

    private static Keep keep(Fields fields) {
        Keep keep = new Keep(
                fields.optional("within", "", PruneRules::within),
                count(fields, "last"),
                count(fields, "hourly"),
                count(fields, "daily"),
                count(fields, "weekly"),
                count(fields, "monthly"),
                count(fields, "yearly"));
        fields.finish();
        return keep;
    }

    private static @Nullable String archives(Value value) throws UnusableInput {
        return value.text().equals(ALL) ? null : value.text();
    }

    private static int count(Fields fields, String unit) {
        return fields.optional(unit, 0, value -> value.number(Bounds.KEEP));
    }

    private static String within(Value value) throws UnusableInput {
        return value.text().equals(LIFTED) ? "" : within("within", value.text());
    }

    /**
     * A time as borg has it.
     *
     * @param name of the setting or option, for the message
     */
    public static String within(String name, String text) throws UnusableInput {
        if (!text.matches(Spelling.WITHIN)) {
            throw new UnusableInput(
                    name + " is not a time of borg's: " + text, "write a number and H, d, w, m or y, such as 10d");
        }
        return text;
    }
}
