package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of this machine's OpenSSH. */
record SshdVersion(int major, int minor) {
    // sshd is where a plain user's PATH does not look; one that knows no -V tells its version in its usage
    private static final List<String> PROGRAMS = List.of("/usr/sbin/sshd", "/usr/local/sbin/sshd", "sshd", "ssh");
    private static final Pattern VERSION = Pattern.compile("OpenSSH_([0-9]{1,3})\\.([0-9]{1,3})");

    /** Null when no program tells it. */
    static @Nullable SshdVersion ofThisMachine() throws InterruptedException {
        for (String program : PROGRAMS) {
            SshdVersion version = parse(output(program));
            if (version != null) {
                return version;
            }
        }
        return null;
    }

    static @Nullable SshdVersion parse(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find()
                ? new SshdVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : null;
    }

    /** How this sshd reads moments; an unknown one is taken for a new one: a line that it cannot read lets nobody in. */
    static ExpiryTime expiryTime(@Nullable SshdVersion version, ZoneId local) {
        boolean knowsUtc = version == null || version.major > 9 || version.major == 9 && version.minor >= 1;
        return knowsUtc ? ExpiryTime.UTC : new ExpiryTime(local);
    }

    private static String output(String program) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(program, "-V").redirectErrorStream(true).start();
            try {
                process.getOutputStream().close();
                byte[] said = process.getInputStream().readNBytes(4096);
                process.waitFor(5, TimeUnit.SECONDS);
                return new String(said, StandardCharsets.ISO_8859_1);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return ""; // it is not there
        }
    }
}
