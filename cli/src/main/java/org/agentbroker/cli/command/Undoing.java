package org.agentbroker.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.broker.setup.Step;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Draft;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;

/** Takes a set-up back: what the server has, then the client, then what is needed to get in there. */
record Undoing(Config config, String client, Setup setup, Steps steps) {

    ExitCode run() throws InvalidConfig, InterruptedException {
        Draft draft = config.draft(client);
        Pull pull = draft.pull();
        ExitCode code = ExitCode.DONE;
        boolean key = !(pull.key() instanceof ClientKey.KeyFile file) || Files.exists(file.file());
        if (Setup.needsServerLine(pull) && key && !isAuthorityOfOthers(pull)) {
            code = steps.tell(setup.dismissFromServer(pull));
        }
        if (code == ExitCode.DONE && pull.client().identity() instanceof Client.KeyFile file) {
            code = fromClient(draft, file.file());
        }
        if (code == ExitCode.DONE) {
            code = files(draft);
        }
        return code;
    }

    private ExitCode fromClient(Draft draft, Path identity) throws InvalidConfig, InterruptedException {
        boolean pinned = draft.hosts().stream()
                .allMatch(each -> each.isPinned() || each.section().equals("server"));
        if (!Files.exists(identity) || !pinned) {
            steps.alreadySo("broker has no " + (pinned ? "key" : "pin") + " with which it could get in at " + client);
            return ExitCode.DONE;
        }
        for (String name : config.clientNames()) {
            Pull other = config.draft(name).pull();
            if (!name.equals(client)
                    && other.client().login().equals(draft.pull().client().login())
                    && other.client().identity().equals(draft.pull().client().identity())) {
                steps.alreadySo("the line of the key stays at the client: " + name + " is the same account");
                return ExitCode.DONE;
            }
        }
        return steps.tell(setup.dismiss(draft.pull()));
    }

    private boolean isAuthorityOfOthers(Pull pull) throws InvalidConfig {
        if (!(pull.key() instanceof ClientKey.Certificate own)) {
            return false;
        }
        for (String name : config.clientNames()) {
            boolean same = config.draft(name).pull().key() instanceof ClientKey.Certificate other
                    && other.ca().equals(own.ca());
            if (same && !name.equals(client)) {
                steps.alreadySo("the line of the authority stays at the server: " + name + " uses it, too");
                return true;
            }
        }
        return false;
    }

    private ExitCode files(Draft draft) throws InvalidConfig, InterruptedException {
        Set<Path> inUse = new HashSet<>();
        Set<String> pinsInUse = new HashSet<>();
        for (String name : config.clientNames()) {
            if (!name.equals(client)) {
                Draft other = config.draft(name);
                other.hosts().forEach(each -> pinsInUse.add(each.host().knownName()));
                for (Client host :
                        other.hosts().stream().map(each -> each.host().reach()).toList()) {
                    if (host.identity() instanceof Client.KeyFile file) {
                        inUse.add(file.file());
                    }
                }
                if (other.pull().key() instanceof ClientKey.KeyFile file) {
                    inUse.add(file.file());
                }
            }
        }
        ExitCode code = ExitCode.DONE;
        for (Step step : setup.removeFiles(draft.pull(), inUse, pinsInUse)) {
            code = ExitCode.worst(code, steps.tell(step));
        }
        return code;
    }
}
