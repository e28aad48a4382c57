package org.agentbroker.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.Client.OutsideAgent;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull.Signing;
import org.agentbroker.broker.plan.Reading;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;

/** A plan for people: what a pull will do, and where its secrets come from. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        Client client = plan.client();
        StringBuilder text = new StringBuilder();
        line(text, "client", plan.name());
        line(text, "login", client.user() + "@" + client.host() + " port " + client.port());
        line(text, "login key", identity(client.identity()));
        line(text, "client pins", fingerprints(client.pins()));
        for (Client jump : client.jumps()) {
            line(text, "jump", jump.user() + "@" + jump.host() + " port " + jump.port());
            line(text, "jump key", identity(jump.identity()));
            line(text, "jump pins", fingerprints(jump.pins()));
        }
        Reading reading = plan.reading();
        if (reading == null) {
            throughTheClient(text, plan);
        } else {
            atTheServer(text, plan, reading);
        }
        return text.toString();
    }

    private static void throughTheClient(StringBuilder text, Plan plan) {
        Signing signing = plan.signing();
        line(text, "return", plan.way().name().toLowerCase(Locale.ROOT));
        server(text, plan);
        line(text, "repository", plan.repositoryUrl());
        line(text, "passphrase", plan.passphrase().toString());
        if (plan.way().hasLogin()) {
            line(text, "agent key", plan.key().toString());
            line(
                    text,
                    "agent signs",
                    signing.signatures() + " login" + (signing.signatures() == 1 ? "" : "s") + " as "
                            + plan.server().user() + " at " + plan.server().host() + ", within "
                            + signing.lifetime().toSeconds() + " s, level "
                            + signing.level().name().toLowerCase(Locale.ROOT));
            signing.level().warning().ifPresent(warning -> line(text, "warning", warning));
        }
        line(text, "deadline", plan.deadline().toSeconds() + " s");
        line(text, "login shell", plan.remote().loginCommand());
        line(text, "borg", words(plan.remote().words()));
        line(text, "way back", plan.returnCommand());
    }

    private static void atTheServer(StringBuilder text, Plan plan, Reading reading) {
        line(text, "method", plan.method().name().toLowerCase(Locale.ROOT));
        line(
                text,
                "repository",
                plan.serve().repository() + " of " + plan.server().user() + " on this machine");
        line(text, "passphrase", plan.passphrase().toString());
        line(text, "deadline", plan.deadline().toSeconds() + " s");
        if (!reading.there().isEmpty()) {
            line(text, "login shell", plan.remote().loginCommand());
            line(text, "client runs", words(reading.there()));
        }
        line(
                text,
                "server runs",
                plan.serve().borg() + " " + words(reading.here()) + " as "
                        + plan.server().user());
    }

    private static String words(List<String> words) {
        return String.join(" ", words.stream().map(ShellWord::of).toList());
    }

    private static void server(StringBuilder text, Plan plan) {
        Server server = plan.server();
        if (plan.way().usesSshd()) {
            line(text, "server", server.user() + "@" + server.host() + " port " + server.port());
            line(text, "server pins", fingerprints(server.pins()));
        }
        if (plan.way() == Return.TUNNEL) {
            line(
                    text,
                    "tunnel to",
                    server.local().sshdHost() + " port " + server.local().sshdPort());
        }
        if (plan.way().serves() || !(plan.key() instanceof ClientKey.KeyFile)) {
            line(text, "server runs", plan.serve() + " as " + server.user());
        }
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
