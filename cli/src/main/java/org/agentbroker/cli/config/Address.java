package org.agentbroker.cli.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;

/** {@code user@host[:port]}; an IPv6 address with a port stands in brackets. */
record Address(String user, String host, int port) {
    static final Address STAND_IN = new Address("", "", Numbers.SSH_PORT);
    private static final Pattern BRACKETS = Pattern.compile("\\[([^]]*)](?::(.*))?");
    private static final Pattern NAME = Pattern.compile("([^:]*):([^:]*)");

    static Address of(String text) throws UnusableInput {
        int at = text.lastIndexOf('@');
        if (at <= 0) {
            throw new UnusableInput("no user in " + text, "write user@host or user@host:port");
        }
        String user = Names.user(text.substring(0, at));
        Address host = ofHost(text.substring(at + 1), Numbers.SSH_PORT);
        return new Address(user, host.host(), host.port());
    }

    /** {@code host[:port]}; its user is empty. */
    static Address ofHost(String text, int usualPort) throws UnusableInput {
        Matcher matcher = BRACKETS.matcher(text);
        if (matcher.matches() || matcher.usePattern(NAME).matches()) {
            String port = matcher.group(2);
            return new Address("", Names.host(matcher.group(1)), port == null ? usualPort : Numbers.port(port));
        }
        return new Address("", Names.host(text), usualPort);
    }
}
