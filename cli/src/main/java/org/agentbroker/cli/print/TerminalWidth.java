package org.agentbroker.cli.print;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of the terminal that standard error is. The kernel knows, and {@code stty} asks it: the JDK cannot, and
 * shells do not export {@code COLUMNS}. A library of native code for this one number would be unpacked at each start.
 */
public final class TerminalWidth implements IntSupplier {
    private static final Pattern SIZE = Pattern.compile("[0-9]+ ([0-9]{1,4})\\s*");
    private static final long PATIENCE_MILLIS = 500;
    private static final int USUAL = 80;
    private static final int LEAST = 20;
    private static final int MOST = 500;

    private final Map<String, String> environment;
    private int known;

    public TerminalWidth(Map<String, String> environment) {
        this.environment = environment;
    }

    /** It may be another one from now on. */
    public synchronized void forget() {
        known = 0;
    }

    @Override
    public synchronized int getAsInt() {
        if (known == 0) {
            String columns = environment.getOrDefault("COLUMNS", "");
            int asked = asked();
            int width = asked > 0 ? asked : columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL;
            known = Math.max(LEAST, Math.min(MOST, width));
        }
        return known;
    }

    /** 0 when there is nobody to ask; also of a serial line that was not told. */
    private static int asked() {
        try {
            // by the descriptor: after su, say, the terminal itself may not be opened
            Process stty = new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (InputStream said = stty.getInputStream()) {
                if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    stty.destroyForcibly();
                    return 0;
                }
                Matcher size = SIZE.matcher(new String(said.readNBytes(64), StandardCharsets.US_ASCII));
                return size.matches() ? Integer.parseInt(size.group(1)) : 0;
            }
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
