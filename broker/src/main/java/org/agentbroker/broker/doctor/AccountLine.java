package org.agentbroker.broker.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.broker.outcome.Cause;

/**
 * A line of authorized_keys, as far as it bounds what a key may do (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
 *
 * @param number from 1
 * @param options names in lower case, without their values
 * @param command the forced one; empty when there is none
 */
record AccountLine(int number, Set<String> options, Optional<String> command) {
    // sshd(8): each of them takes something of restrict back
    private static final Set<String> LIFTS =
            Set.of("port-forwarding", "pty", "agent-forwarding", "x11-forwarding", "user-rc");
    private static final Pattern BORG_SERVE =
            Pattern.compile("(^|[\\s/;&'\"])borg[^\\s/]*['\"]?\\s(.*\\s)?serve(\\s|$)");

    /** The first line with this key, which is the one that sshd takes. */
    static Optional<AccountLine> of(String base64, String contents) {
        int number = 0;
        for (String line : contents.split("\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            int end = endOfWord(text);
            boolean bare = text.substring(0, end).matches("(ssh|ecdsa|sk)-[A-Za-z0-9@.-]+");
            String key = bare ? text : text.substring(end).strip();
            if (Arrays.asList(key.split("\\s+"))
                    .subList(0, Math.min(2, key.split("\\s+").length))
                    .contains(base64)) {
                return Optional.of(parse(number, bare ? "" : text.substring(0, end)));
            }
        }
        return Optional.empty();
    }

    /** A blank within double quotes ends no word (auth-options.c). */
    private static int endOfWord(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                return i;
            }
        }
        return text.length();
    }

    private static final Pattern OPTION = Pattern.compile("([A-Za-z0-9-]+)(=\"((?:[^\"\\\\]|\\\\.)*)\")?(,|$)");

    private static AccountLine parse(int number, String text) {
        Set<String> names = new HashSet<>();
        String command = null;
        Matcher matcher = OPTION.matcher(text);
        while (matcher.lookingAt()) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            names.add(name);
            if (name.equals("command") && matcher.group(3) != null) {
                command = matcher.group(3).replace("\\\"", "\"");
            }
            if (matcher.end() == text.length()) {
                break;
            }
            matcher.region(matcher.end(), text.length());
        }
        return new AccountLine(number, Set.copyOf(names), Optional.ofNullable(command));
    }

    /** Whether the forced command can be seen to be {@code borg serve}; a script of one's own may be it as well. */
    boolean isBorgServe() {
        return command.filter(text -> BORG_SERVE.matcher(text).find()).isPresent();
    }

    private boolean says(String option) {
        return command.filter(text -> words(text).stream().anyMatch(word -> word.startsWith(option)))
                .isPresent();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[\\s'\"]+")) {
            words.add(word);
        }
        return words;
    }

    boolean isAppendOnly() {
        return says("--append-only");
    }

    /** To repositories, or to all below a path; borg takes abbreviations of both. */
    boolean isRestricted() {
        return says("--restrict-to-");
    }

    /** No terminal, no forwarding. */
    boolean isNarrow() {
        return options.contains("restrict")
                ? options.stream().noneMatch(LIFTS::contains)
                : options.containsAll(Set.of("no-port-forwarding", "no-pty", "no-agent-forwarding"));
    }

    Verdict verdict(String file) {
        String where = "line " + number + " of " + file;
        if (command.isEmpty()) {
            return Verdict.failed(
                    Cause.REFUSED,
                    where + " has no forced command: whoever uses the key may run anything",
                    "begin the line with restrict,command=\"borg serve --append-only --restrict-to-repository PATH\"");
        }
        if (!isBorgServe()) {
            return Verdict.warning(where + " runs " + command.get() + ", which is not looked into", "read it");
        }
        if (!isRestricted()) {
            return Verdict.failed(
                    Cause.REFUSED,
                    where + " lets the client reach every repository of the account",
                    "add --restrict-to-repository PATH to its borg serve");
        }
        return isNarrow()
                ? Verdict.ok(where + ": " + command.get())
                : Verdict.warning(
                        where + " has no restrict, or lifts it again: forwarding or terminals are allowed",
                        "put restrict, before it, and nothing that lifts it");
    }

    /** Whether what was saved stays, as far as the line says so. */
    Verdict appendOnly(String file) {
        String where = "line " + number + " of " + file;
        if (isAppendOnly()) {
            return Verdict.ok(where + " says --append-only");
        }
        return command.isEmpty() || isBorgServe()
                ? Verdict.notRefused(
                        where + " has no --append-only: the client may delete what was saved",
                        "add --append-only to its borg serve, or say append-only: false if that is meant")
                : Verdict.skipped(where + " runs a command that is not looked into: " + command.get());
    }
}
