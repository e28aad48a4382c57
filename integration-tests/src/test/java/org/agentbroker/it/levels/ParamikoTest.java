package org.agentbroker.it.levels;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client logs in by a Python program with paramiko, which never binds. */
@ExtendWith(LabExtension.class)
class ParamikoTest {
    @BeforeEach
    void needsParamiko() {
        Prerequisites.needPython("paramiko");
    }

    @ParameterizedTest
    @CsvSource({"HOSTBOUND, out out out", "BOUND, out out out", "UNBOUND, in in out"})
    void logsInAtLevelUnboundAloneAsOftenAsThereAreSignatures(PolicyLevel level, String logins, Lab lab) {
        Result result = Levels.list(
                Levels.script(Levels.at(level, 2, lab), lab, "/usr/bin/python3 - \"$to\" <<'END'", """
                        import sys, paramiko
                        user, host = sys.argv[1].split("@")
                        for i in range(3):
                            client = paramiko.SSHClient()
                            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
                            try:
                                client.connect(host, PORT, user, look_for_keys=False)
                                print("in")
                            except paramiko.SSHException:
                                print("out")
                            client.close()
                        END""".replace(
                                "PORT", Integer.toString(lab.serverPort()))),
                "--log-json");

        assertThat(result.stdoutText().lines()).containsExactly(logins.split(" "));
        assertThat(Levels.audit(result, true).stream().filter("sign signed"::equals))
                .hasSize(level == PolicyLevel.UNBOUND ? 2 : 0);
        assertThat(Levels.audit(result, false))
                .containsOnly(level == PolicyLevel.UNBOUND ? "list exhausted" : "list not_bound");
    }
}
