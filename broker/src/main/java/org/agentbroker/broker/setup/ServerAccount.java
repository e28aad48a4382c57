package org.agentbroker.broker.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.keys.AuthorizedKeys;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.keys.StandingLine;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Serve;
import org.jspecify.annotations.Nullable;

/** The server's account, as far as its own sshd lets the client's borg in: with a key file, or by an authority. */
final class ServerAccount {
    private final Pull pull;
    private final KeyFiles keys;
    private final ServerKeys files;

    ServerAccount(Pull pull, KeyFiles keys, ServerKeys files) {
        this.pull = pull;
        this.keys = keys;
        this.files = files;
    }

    /** Whether a line has to stand there at all. */
    static boolean isNeeded(Pull pull) {
        return pull.method().runsBorgThere() && pull.way().usesSshd() && !(pull.key() instanceof ClientKey.PerPull);
    }

    /** For whoever puts it there by hand, the account's home may be unknown here. */
    StandingLine line() throws UnusableInput {
        Serve serve = Serve.of(pull);
        if (pull.key() instanceof ClientKey.Certificate certificate) {
            return StandingLine.authority(keys.publicLine(certificate.ca(), certificate.passphrase()));
        }
        ClientKey.KeyFile file = (ClientKey.KeyFile) pull.key();
        return StandingLine.of(
                new KeyPurpose(pull.name(), pull.server().user(), serve.words(home())),
                keys.publicLine(file.file(), file.passphrase()));
    }

    private Path home() throws UnusableInput {
        // sshd starts the command in the home, where borg takes a relative path from
        return isHere() ? Account.named(pull.server().user()).home() : Path.of(".");
    }

    /** For people. */
    String file() {
        Path named = pull.server().local().authorizedKeys();
        return (named == null ? "~" + pull.server().user() + "/.ssh/authorized_keys" : named.toString())
                + (isHere() ? "" : " at " + pull.server().host());
    }

    Step admit() throws InterruptedException {
        try {
            StandingLine line = line();
            if (!isHere()) {
                return new Step.Advice(
                        pull.server().host() + " is another machine, where broker changes nothing",
                        "put this line into " + file() + ": " + line.text());
            }
            return switch (authorizedKeys().install(line)) {
                case ADDED -> new Step.Changed("the client's key is let in by a line in " + file());
                case REPLACED -> new Step.Changed("the line of the client's key in " + file() + " is replaced");
                case THERE -> new Step.AlreadySo("the line of the client's key is there in " + file());
                case OTHERWISE ->
                    new Step.Advice(
                            "the client's key stands in " + file() + " by another line, which stays",
                            "compare it with this one: " + line.text());
            };
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    Step dismiss() throws InterruptedException {
        try {
            StandingLine line = line();
            if (!isHere()) {
                return new Step.Advice(
                        pull.server().host() + " is another machine, where broker changes nothing",
                        "remove this line from " + file() + ": " + line.text());
            }
            return authorizedKeys().withdraw(line)
                    ? new Step.Changed("the line of the client's key is gone from " + file())
                    : new Step.AlreadySo(file() + " has no line of the client's key that is broker's");
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    private AuthorizedKeys authorizedKeys() throws UnusableInput {
        @Nullable Path file = pull.server().local().authorizedKeys();
        return files.of(Account.named(pull.server().user()), file);
    }

    /** With {@link Return#TUNNEL} it has to be; a server that is reached directly may be anywhere. */
    private boolean isHere() {
        if (pull.way() == Return.TUNNEL) {
            return true;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(pull.server().host())) {
                if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // a name that this machine does not know is hardly its own
        }
    }
}
