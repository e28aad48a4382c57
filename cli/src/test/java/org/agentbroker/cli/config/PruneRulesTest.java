package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.agentbroker.broker.repository.Keep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prune} of a client, over that of the defaults. */
class PruneRulesTest {
    @TempDir
    Path temporary;

    private ConfigDirectory directory;

    @BeforeEach
    void open() throws Exception {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void eachRuleOfTheClientIsOverThatOfTheDefaults() throws Exception {
        Config config = directory.load(text(
                "{keep: {within: 2d, daily: 7, yearly: 1}, archives: 'web*'}",
                "{keep: {daily: 14, yearly: 0, last: 3}}"));
        assertThat(config.prune("web1")).isEqualTo(new PruneRules(new Keep("2d", 3, 0, 14, 0, 0, 0), "web*"));
        Config lifted = directory.load(
                text("{keep: {within: 2d, hourly: 4}, archives: 'web*'}", "{keep: {within: none}, archives: '*'}"));
        assertThat(lifted.prune("web1")).isEqualTo(new PruneRules(new Keep("", 0, 4, 0, 0, 0, 0), null));
        assertThat(lifted.prune("root@another")).isEqualTo(PruneRules.NONE);
    }

    @Test
    void whatBorgWouldNotTakeIsAProblem() throws Exception {
        refuses("{keep: {within: 10}}", "within is not a time of borg's: 10");
        refuses("{keep: {within: 0d}}", "within is not a time of borg's: 0d");
        refuses("{keep: {daily: -1}}", "daily is out of range: -1");
        refuses("{keep: {daily: many}}", "daily must be a number");
        refuses("{keep: {dayly: 7}}", "unknown key dayly in keep");
        refuses("{daily: 7}", "unknown key daily in prune");
        refuses("7", "prune must be a mapping");
    }

    private void refuses(String prune, String problem) throws Exception {
        assertThat(directory.problems(text("{}", prune)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    private static String text(String ofDefaults, String ofClient) {
        return "defaults: {prune: " + ofDefaults + "}\n" + client("prune: " + ofClient);
    }
}
