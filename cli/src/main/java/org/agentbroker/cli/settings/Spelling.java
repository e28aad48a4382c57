package org.agentbroker.cli.settings;

import java.util.List;

/** What texts look like, in the part of regular expressions that Java and ECMA-262 have in common; each is a whole. */
public final class Spelling {
    public static final String CLIENT = "[A-Za-z0-9._][A-Za-z0-9._-]*";
    public static final String HOST = "[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*";
    public static final String USER = "[A-Za-z0-9_][A-Za-z0-9._-]*[$]?";
    public static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]*";
    public static final String CREDENTIAL = "[A-Za-z0-9_][A-Za-z0-9._@-]*";
    // what sshd compares is up to sshd; here it only must not end a list, or be a name
    public static final String NETWORK = "[0-9A-Fa-f:.]+(/[0-9]{1,3})?";
    /** A number and one unit. */
    public static final String TIME = "[0-9]{1,9}[smhd]";
    /** What {@code borg prune --keep-within} takes: hours, days, weeks, months of 31 days, years. */
    public static final String WITHIN = "[1-9][0-9]{0,4}[Hdwmy]";
    /** A name to be found in PATH, or a whole path. */
    public static final String PROGRAM = "/[^\\x00-\\x1f\\x7f]*|[^-/\\x00-\\x1f\\x7f][^/\\x00-\\x1f\\x7f]*";
    /** How a path begins that a shell would make another one of. */
    public static final String VARIABLE_FIRST = "\\$(\\{|[A-Za-z_])";
    /** Of borg on the client, which would take braces, and two colons, for something else. */
    public static final String REPOSITORY = "(?!.*(::|://|\\{)|" + VARIABLE_FIRST + ").+";

    static final String LINE = "[^\\x00-\\x1f\\x7f]+";
    static final String ANY = "[^\\x00]+";
    static final String CLIENT_PATH = "(?!~$|~/|" + VARIABLE_FIRST + ")[^\\x00]+";
    static final String FILE = "(?!~[^/]|" + VARIABLE_FIRST + ").+";
    static final String METRICS = "(?!~[^/]|" + VARIABLE_FIRST + ")(.*[^/])\\.prom";
    static final String ADDRESS =
            "[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*";
    static final String LOGIN = "[^@].*@.+";
    static final String WEB = "https?://[^/?#@]+(/[^?#]*)?";

    static final List<String> METHODS = List.of("agent", "sshfs", "tar");
    static final List<String> WAYS = List.of("embedded", "tunnel", "direct", "socket");
    static final List<String> LEVELS = List.of("hostbound", "bound", "unbound");

    private Spelling() {}
}
