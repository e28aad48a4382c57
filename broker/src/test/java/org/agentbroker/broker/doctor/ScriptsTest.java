package org.agentbroker.broker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.BorgCommand.Script;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    private final Scripts scripts = new Scripts(new SamplePull().plan());

    @Test
    void areOneLineThatAShellCanParse() throws IOException, InterruptedException {
        for (Script script : List.of(
                scripts.diagnosis(true),
                scripts.diagnosis(false),
                scripts.bounds(List.of()),
                scripts.bounds(List.of("1", "/tmp/s", "/tmp/d")),
                scripts.delete("mark"))) {
            assertThat(script.text())
                    .doesNotContain("\n")
                    .doesNotContain("SERVER")
                    .doesNotContain("OTHER");
            Process shell = new ProcessBuilder("sh", "-n", "-c", script.text())
                    .inheritIO()
                    .start();
            assertThat(shell.waitFor()).as(script.text()).isZero();
        }
    }

    @Test
    void thePassivePlayNothing() {
        assertThat(scripts.diagnosis(false).text()).doesNotContain("ssh-add").doesNotContain("setsid");
    }
}
