package org.agentbroker.cli.settings;

import static org.agentbroker.cli.settings.Setting.open;
import static org.agentbroker.cli.settings.Setting.optional;
import static org.agentbroker.cli.settings.Settings.LINE;
import static org.agentbroker.cli.settings.Settings.NONE;

import java.util.List;
import org.agentbroker.cli.settings.Shape.Either;
import org.agentbroker.cli.settings.Shape.Section;
import org.agentbroker.cli.settings.Shape.Text;

/** How a client's repository is looked after. */
final class TendSettings {
    static final List<Setting> ALL = List.of(open(
            "prune",
            Section.of(
                    open(
                            "keep",
                            Section.of(
                                    optional(
                                            "within",
                                            Either.of(NONE, new Text(Spelling.WITHIN)),
                                            "none",
                                            "all of that time, a number and `H`, `d`, `w`, `m` or `y`"),
                                    count("last", "the newest"),
                                    count("hourly", "the last one of an hour, of so many hours"),
                                    count("daily", "of a day"),
                                    count("weekly", "of a week"),
                                    count("monthly", "of a month"),
                                    count("yearly", "of a year")),
                            "",
                            "the archives that `broker prune` keeps; without a rule it does nothing"),
                    optional("archives", LINE, "*", "a pattern of the names that it considers; others stay")),
            "",
            "what `broker prune` removes"));

    private TendSettings() {}

    private static Setting count(String name, String meaning) {
        return optional(name, Bounds.KEEP, 0, meaning);
    }
}
