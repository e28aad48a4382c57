package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said on standard error, and the one exit code of several clients. */
@ExtendWith(LabExtension.class)
class ReportsTest {

    @Test
    void everyLineOfTheLogIsJsonAndTheLastIsTheOutcome(Lab lab) {
        Result result = Use.broker(Use.ready(lab), "--log-json", "run", "web1", "--archive", "json");

        assertThat(result.expectSuccess().stdout()).isEmpty();
        List<Map<String, Object>> lines = LogJson.lines(result.stderr());
        assertThat(lines).allSatisfy(line -> assertThat(line).containsKeys("type", "time"));
        assertThat(lines).extracting("type").contains("phase", "audit", "archive_progress");
        assertThat(lines.get(lines.size() - 1))
                .containsEntry("type", "outcome")
                .containsEntry("client", "web1")
                .containsEntry("exit_code", 0L)
                .containsEntry("archive", "json")
                .containsEntry("nfiles", 10L);
        Use.remove(Use.ready(lab), "json");
    }

    @Test
    void logOfAFailureHasTheProblemAndTheHint(Lab lab) {
        Result result = Use.broker(
                lab.config().client("repository", lab.newRepository()), "--log-json", "run", "web1", "--", "list");

        assertThat(result.exitCode()).isEqualTo(2);
        List<Map<String, Object>> lines = LogJson.lines(result.stderr());
        assertThat(lines.get(lines.size() - 1))
                .containsEntry("type", "outcome")
                .containsEntry("exit_code", 2L)
                .containsEntry("cause", "borg_failed")
                .containsEntry("hint", "make it: broker init web1")
                .containsKey("message");
    }

    @Test
    void quietSaysNothingWhenAllIsWell(Lab lab) {
        Result result = Use.broker(Use.ready(lab), "--quiet", "run", "web1", "--archive", "quiet");

        assertThat(result.expectSuccess().stdout()).isEmpty();
        assertThat(result.stderr()).isEmpty();
        Use.remove(Use.ready(lab), "quiet");
    }

    @Test
    void ofSeveralClientsTheWorstCodeCountsAndAllAreTried(Lab lab) {
        ConfigText config = lab.config().client("repository", lab.newRepository());
        Use.broker(config, "init", "web1").expectSuccess();
        config.also("web2").client("repository", lab.newRepository());
        Use.broker(config, "init", "web2").expectSuccess();
        config.also("missing").client("repository", lab.newRepository());
        config.also("stranger").client("key", lab.identity().toString());

        Result some = Use.broker(config, "run", "missing", "web1", "web2");
        Result all = Use.broker(config, "run", "--all");

        assertThat(some.exitCode()).isEqualTo(2);
        assertThat(some.stderr())
                .containsPattern("(?s)hint: make it: broker init missing.*broker: web1: done.*broker: web2: done");
        assertThat(all.exitCode()).isEqualTo(77);
    }
}
