package org.agentbroker.cli.command;

import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.cli.print.Tty;

/** Asks at the terminal, without showing what is typed; one question at a time. */
final class TerminalPrompt implements SecretPrompt {
    /** Whether somebody is at a terminal. */
    static boolean isThere() {
        return System.console() != null && Tty.is(0);
    }

    @Override
    public synchronized Secret ask(String question) throws UnusableInput {
        Console console = System.console();
        if (console == null || !isThere()) {
            return SecretPrompt.nobody().ask(question);
        }
        char[] typed = console.readPassword("%s: ", question);
        if (typed == null) {
            throw new UnusableInput("no " + question + " was typed", "start it again");
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(typed, '\0');
        return Secret.owning(bytes);
    }
}
