package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a terminal ctrl-c is for the command, as a shell in the agent has it: it ends what runs there, not the agent. */
@ExtendWith(LabExtension.class)
class TerminalTest {
    /** Runs a command on a terminal and types ctrl-c after each line with a word; says what it read and the exit code. */
    private static final String TERMINAL = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            text, typed = b"", 0
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError: # the end, on Linux
                    read = b""
                if not read:
                    break
                text += read
                while typed < sum(sys.argv[1].encode() in line for line in text.split(b"\\r\\n")[:-1]):
                    typed += 1
                    os.write(terminal, b"\\x03")
            sys.stdout.write(text.decode().replace("\\r", ""))
            print("code", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    private final Lab lab;

    TerminalTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void needsPython() {
        Prerequisites.needPython("pty");
    }

    @Test
    void ctrlCReachesTheCommandAndTheAgentGoesOn() {
        Path socket = lab.newDirectory().resolve("agent");
        String command = "trap 'n=$((n+1)); echo heard $n' INT; n=0; "
                + "while [ $n -lt 2 ]; do m=$n; echo TYPE; while [ $n -eq $m ]; do sleep 0.05; done; done; "
                + "ssh-add -l; exit 7";

        Result result = onATerminal("TYPE", "agent", "--socket", socket.toString(), "--", "sh", "-c", command);

        assertThat(result.expectSuccess().stdoutText())
                .isEqualTo("TYPE\n^Cheard 1\nTYPE\n^Cheard 2\nThe agent has no identities.\ncode 7\n");
        assertThat(socket).doesNotExist();
    }

    @Test
    void withoutACommandCtrlCEndsTheAgent() {
        Path socket = lab.newDirectory().resolve("agent");

        Result result = onATerminal("SSH_AGENT_PID", "agent", "--socket", socket.toString());

        assertThat(result.expectSuccess().stdoutText()).endsWith("\n^Ccode 130\n");
        assertThat(socket).doesNotExist();
    }

    private static Result onATerminal(String word, String... words) {
        List<String> all = new ArrayList<>(List.of("/usr/bin/python3", "-c", TERMINAL, word));
        all.add(BrokerProcess.binary().toString());
        all.addAll(List.of(words));
        return Command.of(all).env("HOME", BrokerProcess.home()).run();
    }
}
