package org.agentbroker.it.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The client in a network namespace of its own: the same account and data behind an sshd that broker reaches, while no
 * port of the server can be reached from there. It has no route to other networks, and its loopback is its own.
 */
public final class IsolatedClient implements AutoCloseable {
    private final Sshd sshd;
    private final String host;
    private final String silent;

    private IsolatedClient(Sshd sshd, String host, String silent) {
        this.sshd = sshd;
        this.host = host;
        this.silent = silent;
    }

    static IsolatedClient start(Lab lab, String... lines) {
        Prerequisites.need("ip");
        Prerequisites.needNamespaces("net", "mount");
        Prerequisites.needAccounts(lab);
        List<String> args = new ArrayList<>(List.of("isolated", lab.directory().toString()));
        args.addAll(List.of(lines));
        String[] printed = LabScript.run(args.toArray(String[]::new)).split(" ");
        return new IsolatedClient(new Sshd(lab, printed), printed[2], printed[3]);
    }

    /** Where broker reaches it. */
    public String host() {
        return host;
    }

    public int port() {
        return sshd.port();
    }

    /** As seen from there: an address that drops what it gets and says nothing, as a firewall may do. */
    public String silentAddress() {
        return silent;
    }

    public String log() {
        return sshd.log();
    }

    /** The config's client is this one. */
    public ConfigText in(ConfigText config) {
        return config.client("host", host).client("port", sshd.portText());
    }

    /** Ends its sshd, what else runs there, and the network. */
    @Override
    public void close() {
        sshd.close();
    }
}
