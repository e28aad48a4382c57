package org.agentbroker.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.Client.OutsideAgent;
import org.agentbroker.broker.plan.Plan;

/** A plan for people: what a pull will do, and where its secrets come from. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        Client client = plan.client();
        SignPolicy policy = plan.policy();
        StringBuilder text = new StringBuilder();
        line(text, "client", plan.name());
        line(text, "login", client.user() + "@" + client.host() + " port " + client.port());
        line(text, "login key", identity(client.identity()));
        line(text, "client pins", fingerprints(client.pins()));
        line(
                text,
                "server",
                plan.server().user() + "@" + plan.server().host() + " port "
                        + plan.server().port());
        line(text, "server pins", fingerprints(plan.server().pins()));
        line(text, "repository", plan.repositoryUrl());
        line(text, "passphrase", plan.passphrase().toString());
        line(text, "agent key", plan.key().toString());
        line(
                text,
                "agent signs",
                policy.signatures() + " login" + (policy.signatures() == 1 ? "" : "s") + " as " + policy.user() + " at "
                        + plan.server().host() + ", within " + policy.lifetime().toSeconds() + " s, level "
                        + policy.level().name().toLowerCase(Locale.ROOT));
        policy.level().warning().ifPresent(warning -> line(text, "warning", warning));
        line(text, "deadline", plan.deadline().toSeconds() + " s");
        line(text, "login shell", plan.loginCommand());
        line(
                text,
                "borg",
                String.join(" ", plan.borgWords().stream().map(ShellWord::of).toList()));
        line(text, "way back", plan.returnCommand());
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format("%-12s %s%n", label, value));
    }

    private static String identity(Client.Identity identity) {
        return identity instanceof KeyFile key
                ? key.file().toString()
                : "the agent at " + ((OutsideAgent) identity).socket();
    }

    private static String fingerprints(List<HostPin> pins) {
        return pins.stream().map(HostPin::toString).collect(Collectors.joining(", "));
    }
}
