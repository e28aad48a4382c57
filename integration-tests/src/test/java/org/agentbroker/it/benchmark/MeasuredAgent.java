package org.agentbroker.it.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** An agent in a process of its own, with keys that the real ssh-add has added. */
final class MeasuredAgent implements AutoCloseable {
    private static final long TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK), on every Linux of today

    private final Process process;
    private final Path socket;
    private final Map<String, byte[]> keys = new LinkedHashMap<>();

    /** What a run gave. */
    record Rate(double perSecond, double cpuMicros) {}

    private MeasuredAgent(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** @param command of which the last word is the socket's path */
    static MeasuredAgent start(List<String> command) throws IOException {
        Path socket = Path.of(command.get(command.size() - 1));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        while (!Files.exists(socket)) {
            if (!process.isAlive()) {
                throw new IOException("it ended: " + command);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return new MeasuredAgent(process, socket);
    }

    void add(Path key) throws IOException, InterruptedException {
        ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString()).inheritIO();
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        if (add.start().waitFor() != 0) {
            throw new IOException("ssh-add: " + key);
        }
        String[] line = Files.readString(Path.of(key + ".pub")).split(" ");
        keys.put(key.getFileName().toString(), Base64.getDecoder().decode(line[1]));
    }

    /** A list, or a signature by the key of that name over data as long as those of a login. */
    byte[] request(String what) {
        if (what.equals("list")) {
            return new byte[] {0, 0, 0, 1, 11};
        }
        byte[] key = keys.get(what);
        byte[] data = "such data as a login has ".repeat(12).getBytes(StandardCharsets.US_ASCII);
        int length = 1 + 4 + key.length + 4 + data.length + 4;
        return ByteBuffer.allocate(4 + length)
                .putInt(length)
                .put((byte) 13)
                .putInt(key.length)
                .put(key)
                .putInt(data.length)
                .put(data)
                .putInt(what.startsWith("rsa") ? 4 : 0)
                .array();
    }

    /** Asks over that many connections at a time, each of which asks again once it has its answer. */
    Rate measure(String what, int connections, long nanos) throws IOException, InterruptedException {
        byte[] request = request(what);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long cpu = cpuTicks();
            long start = System.nanoTime();
            Callable<Long> asking = () -> ask(request, start + nanos);
            long answers = 0;
            for (Future<Long> each : threads.invokeAll(
                    IntStream.range(0, connections).mapToObj(i -> asking).toList())) {
                answers += each.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (double) (cpuTicks() - cpu) / TICKS_PER_SECOND;
            return new Rate(answers / seconds, cpuSeconds * 1e6 / answers);
        } catch (ExecutionException e) {
            throw new IOException(what, e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private long ask(byte[] request, long end) throws IOException {
        int wanted = request[4] == 11 ? 12 : 14;
        try (AgentClient client = AgentClient.connect(socket)) {
            long answers = 0;
            while (System.nanoTime() < end) {
                if (client.exchange(request) != wanted) {
                    throw new IOException("refused");
                }
                answers++;
            }
            return answers;
        }
    }

    // proc(5): utime and stime are the 12th and 13th field behind the name
    private long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
