package org.agentbroker.broker.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, told from all others that have or had its number: by when it began, and since which boot.
 *
 * @param start in ticks since the boot, 0 where that is not told
 */
record Owner(long process, long start, String boot) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    // proc_pid_stat(5): field 22, and the name in field 2 may hold spaces and brackets
    private static final int START_AFTER_NAME = 22 - 3;

    static Owner here() {
        long process = ProcessHandle.current().pid();
        return new Owner(process, start(process), bootId());
    }

    boolean isAlive() {
        return boot.equals(bootId()) && (start == 0 ? ProcessHandle.of(process).isPresent() : start == start(process));
    }

    private static long start(long process) {
        try {
            String stat = read(Path.of("/proc/" + process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? 0 : Long.parseLong(fields[START_AFTER_NAME]);
        } catch (IOException | RuntimeException e) {
            return 0; // there is none, or no /proc
        }
    }

    private static String bootId() {
        try {
            return read(BOOT).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
