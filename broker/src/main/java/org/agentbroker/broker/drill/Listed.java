package org.agentbroker.broker.drill;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.agentbroker.broker.borg.BorgLineReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A file as {@code borg list --json-lines} has it.
 *
 * @param path in which a question mark stands for each byte that is no text
 * @param seconds of its time, since 1970
 * @param content its SHA-256 in hexadecimal; empty when that was not asked for
 */
record Listed(String path, String type, String mode, long size, long seconds, String target, String content) {
    static final String FORMAT = "{size}{mtime}";
    static final String FORMAT_WITH_CONTENT = "{sha256}" + FORMAT;
    /** In which the times are told. */
    static final String ZONE = "TZ=UTC";

    private static final String SPECIAL = "\\.^$*+{}[]|()";

    /** Null for a line that is none. */
    static @Nullable Listed of(String line) {
        try {
            Map<String, Object> fields = BorgLineReader.fields(line);
            return new Listed(
                    text(fields, "path"),
                    text(fields, "type"),
                    text(fields, "mode"),
                    fields.get("size") instanceof Number size ? size.longValue() : 0,
                    seconds(text(fields, "mtime")),
                    text(fields, "linktarget"),
                    text(fields, "sha256"));
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static long seconds(String time) {
        try {
            return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /** A hard link to another name is none. */
    boolean isRegular() {
        return type.equals("-") && mode.startsWith("-");
    }

    boolean isLink() {
        return type.equals("l");
    }

    /**
     * What names it, and nothing else but what is listed the same, to borg. A {@code pf:} would, too, but borg 1.2 warns that
     * none of them ever matched.
     */
    String pattern() {
        StringBuilder regex = new StringBuilder("re:\\A");
        path.chars().forEach(each -> {
            if (each == '?') {
                regex.append("[?\\udc80-\\udcff]"); // as Python has a byte that is no text (PEP 383)
                return;
            }
            if (SPECIAL.indexOf(each) >= 0) {
                regex.append('\\');
            }
            regex.append((char) each);
        });
        return regex.append("\\Z").toString();
    }
}
