package org.agentbroker.cli.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.outcome.Nearest;
import org.agentbroker.cli.settings.Spelling;

/** What names look like. The broker checks those that reach a shell again; here they still have a line and column. */
final class Names {
    private static final Pattern CLIENT = Pattern.compile(Spelling.CLIENT);
    private static final Pattern HOST = Pattern.compile(Spelling.HOST);
    private static final Pattern USER = Pattern.compile(Spelling.USER);
    private static final Pattern VARIABLE = Pattern.compile(Spelling.VARIABLE);
    private static final Pattern CREDENTIAL = Pattern.compile(Spelling.CREDENTIAL);
    private static final Pattern VARIABLE_FIRST = Pattern.compile(Spelling.VARIABLE_FIRST);
    private static final Pattern PROGRAM = Pattern.compile(Spelling.PROGRAM);
    private static final Pattern NETWORK = Pattern.compile(Spelling.NETWORK);

    private Names() {}

    static String client(String text) throws UnusableInput {
        return matching(CLIENT, text, "not a client name", "use letters, digits, dot, underscore and hyphen");
    }

    static String host(String text) throws UnusableInput {
        return matching(HOST, text, "not a host name or address", "write it without user, port and brackets");
    }

    static String user(String text) throws UnusableInput {
        return matching(USER, text, "not a user name", "use letters, digits, dot, underscore and hyphen");
    }

    static String variable(String text) throws UnusableInput {
        return matching(VARIABLE, text, "not the name of a variable", "write the name alone, such as BORG_PASSPHRASE");
    }

    // it becomes a file's name in $CREDENTIALS_DIRECTORY
    static String credential(String text) throws UnusableInput {
        return matching(CREDENTIAL, text, "not the name of a credential", "write what stands in LoadCredential=");
    }

    /** Of the client: nobody there replaces what a shell would. */
    static String clientPath(String text) throws UnusableInput {
        if (text.equals("~") || text.startsWith("~/")) {
            throw new UnusableInput(
                    "a home in a path of the client: " + text,
                    "leave ~/ out, relative paths start at the login's home; or write ./" + text);
        }
        requireNoVariable(text);
        return text;
    }

    static void requireNoVariable(String text) throws UnusableInput {
        if (VARIABLE_FIRST.matcher(text).lookingAt()) {
            throw new UnusableInput(
                    "a variable in a path: " + text, "nothing replaces it, so write the path itself, or ./" + text);
        }
    }

    static String repository(String text) throws UnusableInput {
        requireNoVariable(text);
        if (text.contains("::") || text.contains("://")) {
            throw new UnusableInput(
                    "not a repository path: " + text, "name the path at the server alone, such as ~/repo");
        }
        if (text.indexOf('{') >= 0) {
            throw new UnusableInput(
                    "braces in a repository path: " + text,
                    "the client's borg would replace them, so name the path itself");
        }
        return text;
    }

    static String group(String text) throws UnusableInput {
        return matching(CLIENT, text, "not a name of a group", "use letters, digits, dot, underscore and hyphen");
    }

    static String network(String text) throws UnusableInput {
        return matching(NETWORK, text, "not an address or network", "write it as 192.0.2.7 or 192.0.2.0/24");
    }

    static String program(String text) throws UnusableInput {
        return matching(PROGRAM, text, "not a program", "write its name, or its whole path");
    }

    static PolicyLevel level(String text) throws UnusableInput {
        requireOneOf(
                "level", text, Stream.of(PolicyLevel.values()).map(Names::text).toList());
        return PolicyLevel.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static String text(PolicyLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static void requireOneOf(String name, String text, List<String> words) throws UnusableInput {
        if (!words.contains(text)) {
            throw new UnusableInput(
                    "no such " + name + ": " + text,
                    Nearest.to(text, words)
                            .map(near -> "did you mean " + near)
                            .orElse("known: " + String.join(", ", words)));
        }
    }

    private static String matching(Pattern pattern, String text, String what, String hint) throws UnusableInput {
        if (!pattern.matcher(text).matches()) {
            throw new UnusableInput(what + ": " + text, hint);
        }
        return text;
    }
}
