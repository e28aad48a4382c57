package org.agentbroker.broker.restore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;

/** A path as archives have it: relative, without empty and {@code .} parts, taken literally. */
final class ArchivePath {
    private static final String FORM = "name it as broker list shows it";

    private ArchivePath() {}

    /**
     * Empty for the whole archive, which is {@code /}.
     *
     * @throws UnusableInput for one that no archive has
     */
    static String of(String typed) throws UnusableInput {
        if (typed.isEmpty()) {
            throw usage("an empty path", "for all of the archive name none");
        }
        int nul = typed.indexOf('\0');
        if (nul >= 0) {
            throw usage("a NUL in a path: " + shown(typed.substring(0, nul)) + "…", FORM);
        }
        List<String> parts = new ArrayList<>();
        for (String part : typed.split("/")) {
            if (part.equals("..")) {
                throw usage("no path in an archive has .. in it: " + shown(typed), FORM);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static UnusableInput usage(String what, String hint) {
        return new UnusableInput(what, hint);
    }

    /** As borg is to be told, for which {@code re:} and the like are patterns: this path and what is below it. */
    static String word(String path) {
        return "pp:" + path;
    }

    /** The directory that it is in; empty at the top. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** As borg's listings show it (helpers/parseformat.py, remove_surrogates): a question mark for a byte that is no text. */
    static String shown(String path) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(bytes(path));
        CharBuffer shown = CharBuffer.allocate(bytes.remaining());
        for (CoderResult result = decoder.decode(bytes, shown, true);
                result.isError();
                result = decoder.reset().decode(bytes, shown, true)) {
            bytes.position(bytes.position() + result.length());
            shown.put("?".repeat(result.length()));
        }
        return shown.flip().toString();
    }

    private static byte[] bytes(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        path.codePoints().forEach(point -> {
            if (point >= 0xDC80 && point <= 0xDCFF) {
                bytes.write(point & 0xff);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
