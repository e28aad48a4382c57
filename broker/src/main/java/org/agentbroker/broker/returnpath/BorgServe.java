package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.plan.Serve;

/** How {@code borg serve} is started: as the server's account. */
public final class BorgServe implements ServeStarter {
    private final AsAccount account;
    private final List<String> command;

    private BorgServe(AsAccount account, List<String> command) {
        this.account = account;
        this.command = List.copyOf(command);
    }

    /** @throws UnusableInput when broker runs neither as that account nor as root */
    public static BorgServe as(Account account, Serve serve) throws UnusableInput {
        return new BorgServe(AsAccount.of(account, "run borg serve"), serve.words(account.home()));
    }

    @Override
    public Process start() throws IOException {
        return account.start(command);
    }

    @Override
    public boolean leadsGroup() {
        return true;
    }
}
