package org.agentbroker.broker.repository;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;

/** Whether the server is this machine. */
public final class ServerPlace {
    private ServerPlace() {}

    /** With a key of one's own and a direct login it may be any machine; else broker has to run on it. */
    public static boolean isHere(Plan plan) {
        if (plan.way() != Return.DIRECT || !(plan.key() instanceof ClientKey.KeyFile)) {
            return true;
        }
        try {
            InetAddress address = InetAddress.getByName(plan.server().host());
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false; // a name that only the client knows
        }
    }
}
