package org.agentbroker.broker.plan;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;

/**
 * An archive's name for the server's borg, in which placeholders would mean the server ({@code borg help placeholders}).
 * What the client says of itself has no place in it, so its name in the config stands for its host.
 */
public final class ArchiveName {
    /** Doubled braces are themselves (Python, str.format). */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}");

    private static final Set<String> KEPT = Set.of("now", "utcnow", "uuid4", "borgversion", "borgmajor", "borgminor");

    private ArchiveName() {}

    /** @throws UnusableInput for a placeholder that only the client could replace */
    public static String of(String client, String archive) throws UnusableInput {
        StringBuilder name = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(archive);
        while (placeholder.find()) {
            placeholder.appendReplacement(name, Matcher.quoteReplacement(replaced(client, placeholder)));
        }
        return placeholder.appendTail(name).toString();
    }

    /** As borg is to be told, which replaces what is in braces: this name and no other. */
    public static String literal(String archive) {
        return archive.replace("{", "{{").replace("}", "}}");
    }

    private static String replaced(String client, Matcher placeholder) throws UnusableInput {
        String content = placeholder.group(1);
        if (content == null || KEPT.contains(content.replaceFirst(":.*", ""))) {
            return placeholder.group();
        }
        if (content.equals("hostname")) {
            return literal(client);
        }
        throw new UnusableInput(
                placeholder.group() + " in the name of an archive: borg of the server would put the server's own",
                "use {hostname}, which stands for " + client + ", {now}, {utcnow} or {uuid4}");
    }
}
