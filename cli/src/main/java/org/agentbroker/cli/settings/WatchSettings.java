package org.agentbroker.cli.settings;

import static org.agentbroker.cli.settings.Setting.open;
import static org.agentbroker.cli.settings.Setting.optional;
import static org.agentbroker.cli.settings.Settings.NONE;

import java.util.List;
import org.agentbroker.cli.settings.Shape.Command;
import org.agentbroker.cli.settings.Shape.Either;
import org.agentbroker.cli.settings.Shape.Section;
import org.agentbroker.cli.settings.Shape.Web;

/** Who is told how a client's pulls end. */
final class WatchSettings {
    static final List<Setting> ALL = List.of(
            optional(
                    "max-age", Either.of(NONE, Bounds.MAX_AGE), "none", "how old the last good pull may be, or `none`"),
            optional(
                    "ping",
                    Either.of(NONE, new Web()),
                    "none",
                    "`https://HOST/UUID` of a healthchecks-style service that is told how pulls end, or `none`; `http` or"
                            + " `https`, without user, query and fragment, and never repeated in a message"),
            open(
                    "hooks",
                    Section.of(
                            hook(
                                    "done",
                                    "a command for a pull that is done, as a list of words, started without a shell"),
                            hook("warnings", "a command for a pull that is done with warnings"),
                            hook("failed", "a command for any failure"),
                            hook("asleep", "a command for a `soft` client that was not there")),
                    "",
                    "commands for how a pull ended; `[]` is none"));

    private WatchSettings() {}

    private static Setting hook(String name, String meaning) {
        return optional(name, new Command(0), List.of(), meaning);
    }
}
