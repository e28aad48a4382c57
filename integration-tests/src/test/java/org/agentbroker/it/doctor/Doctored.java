package org.agentbroker.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Result;

/** What {@code broker doctor --json} has said. */
record Doctored(Result result, List<Map<String, Object>> lines) {

    static Doctored run(ConfigText config, String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config.write().toString(), "doctor", "--json"));
        all.addAll(List.of(words));
        Result result = BrokerProcess.run(all.toArray(String[]::new));
        return new Doctored(result, LogJson.lines(result.stdoutText()));
    }

    /** The finding of this link, of which there is one. */
    Map<String, Object> of(String client, String link) {
        List<Map<String, Object>> found = lines.stream()
                .filter(line -> client.equals(line.get("client")) && link.equals(line.get("link")))
                .toList();
        assertThat(found).as(link + " of " + client + "\n" + result).hasSize(1);
        return found.get(0);
    }

    /** The one thing that went wrong, with its hint; what comes after it was not looked at. */
    void assertBroken(String client, String link, String detail, String hint) {
        Map<String, Object> finding = of(client, link);
        assertThat(finding.get("result")).as(result.toString()).isEqualTo("failed");
        assertThat((String) finding.get("detail")).contains(detail);
        assertThat((String) finding.get("hint")).contains(hint);
        assertThat(lines.stream()
                        .filter(line -> client.equals(line.get("client")))
                        .filter(line -> List.of("failed", "not_refused").contains(line.get("result"))))
                .as(result.toString())
                .hasSize(1);
    }

    void assertResult(String client, String link, String expected) {
        assertThat(of(client, link).get("result")).as(link + "\n" + result).isEqualTo(expected);
    }
}
