package org.agentbroker.broker.plan;

import java.util.List;
import java.util.Locale;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.jspecify.annotations.Nullable;

/** What a command is for clients on which no borg runs. */
final class Readings {
    private Readings() {}

    /**
     * Null where the client's borg does it.
     *
     * @throws UnusableInput for a command that only the client's borg could do
     */
    static @Nullable Reading of(Pull pull) throws UnusableInput {
        if (pull.method().runsBorgThere()) {
            return null;
        }
        if (pull.command() instanceof Init init) {
            return new Reading(List.of(), init.arguments());
        }
        if (pull.command() instanceof Create create) {
            return switch (pull.method()) {
                case AGENT -> throw new AssertionError("it was looked at before");
                case TAR -> TarReading.of(pull.name(), create);
                case SSHFS ->
                    new Reading(List.of(), MountedCreate.of(pull.name(), create).words("~"));
            };
        }
        if (pull.command() instanceof Other other) {
            throw new UnusableInput(
                    pull.name() + " has method: " + pull.method().name().toLowerCase(Locale.ROOT)
                            + ", so no borg runs there",
                    instead(pull.name(), other));
        }
        return null;
    }

    private static String instead(String client, Other other) {
        return switch (other.name()) {
            case "list", "diff", "check", "prune", "compact" ->
                "the server's own borg does it: broker " + other.name() + " " + client;
            case "extract" -> "broker restore " + client + " ARCHIVE --via tar";
            case "create" -> "leave -- and what follows it out: broker run " + client;
            case "info" ->
                "broker list " + client + " tells what is there; for more run borg as the repository's account";
            default -> "run it at the server, as the repository's account";
        };
    }
}
