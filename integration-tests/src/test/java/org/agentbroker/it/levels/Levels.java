package org.agentbroker.it.levels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;

/** What these tests have in common: pulls at a level, by peers that know less than OpenSSH. */
final class Levels {
    static final String WARNING = "at level unbound the agent cannot tell at which server its signatures are used";

    private Levels() {}

    /** A config whose repository is there, at a level. */
    static ConfigText at(PolicyLevel level, int signatures, Lab lab) {
        return lab.config()
                .client("repository", ReadyRepository.of(lab))
                .client(
                        "policy",
                        "{level: " + level.name().toLowerCase(Locale.ROOT) + ", signatures: " + signatures + "}");
    }

    /** {@code broker OPTION run web1 -- list --short}. */
    static Result list(ConfigText config, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--config", config.write().toString(), "run", "web1", "--", "list", "--short"));
        return BrokerProcess.run(words.toArray(String[]::new));
    }

    /** A borg of the client's that does these lines of POSIX shell; {@code $to} is {@code USER@HOST} of the server. */
    static ConfigText script(ConfigText config, Lab lab, String... lines) {
        Path borg = ClientFile.script(
                lab, "borg", "#!/bin/sh\nto=${BORG_REPO#ssh://} to=${to%%/*}\n" + String.join("\n", lines) + "\n");
        return config.client("borg", borg.toString());
    }

    /** The requests of the audit with this decision, each with its reason. */
    static List<String> audit(Result result, boolean allowed) {
        return LogJson.lines(result.stderr()).stream()
                .filter(line ->
                        "audit".equals(line.get("type")) && line.get("allowed").equals(allowed))
                .map(line -> line.get("request") + " " + line.get("reason"))
                .toList();
    }

    static Map<String, Object> outcome(Result result) {
        List<Map<String, Object>> lines = LogJson.lines(result.stderr());
        return lines.get(lines.size() - 1);
    }
}
