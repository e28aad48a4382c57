package org.agentbroker.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.agentbroker.cli.command.AgentRun;
import org.agentbroker.cli.command.GlobalOptions;
import org.agentbroker.cli.command.Invocation;
import org.agentbroker.cli.command.KernelWords;
import org.agentbroker.cli.command.StandardOutput;

/** The command {@code broker}. */
public final class BrokerCommand {
    private BrokerCommand() {}

    public static void main(String[] arguments) throws IOException {
        ClassArchive.load(System.getProperty("org.agentbroker.cli.load", ""));
        // MINA shall use BouncyCastle's classes for key exchange, but not make it a provider: that takes a second
        System.setProperty("org.apache.sshd.security.provider.BC.enabled", "false");
        // not System.out: that swallows errors, and a closed pipe has to be noticed
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Invocation invocation = Invocation.of(KernelWords.read(arguments), System.getenv(), out, err);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Refusal.uncaught(e, invocation));
        System.exit(execute(invocation));
    }

    static int execute(Invocation invocation) {
        try {
            OptionalInt code = AgentRun.plain(invocation);
            return code.isPresent() ? code.getAsInt() : RootCommand.execute(invocation);
        } catch (InterruptedException | RuntimeException | Error e) {
            return Refusal.failed(e, new GlobalOptions(), invocation);
        }
    }
}
