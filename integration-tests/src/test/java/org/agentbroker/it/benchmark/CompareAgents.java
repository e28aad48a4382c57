package org.agentbroker.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.agentbroker.it.benchmark.MeasuredAgent.Rate;

/** Requests a second by two agents in turns, and the processor time that each takes for one. */
final class CompareAgents {
    private static final List<String> REQUESTS = List.of("list", "ed25519", "ecdsa", "rsa2048");
    private static final int[] CONNECTIONS = {1, 8};
    private static final long WARM_UP = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long RUN = TimeUnit.MILLISECONDS.toNanos(700);

    private CompareAgents() {}

    /** @param args rounds, a directory for keys and sockets, then broker's command but for the socket's path */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(args[0]);
        Path directory = Path.of(args[1]);
        List<String> broker = new ArrayList<>(List.of(args).subList(2, args.length));
        broker.add(directory.resolve("broker").toString());
        List<String> openSsh =
                List.of("ssh-agent", "-D", "-a", directory.resolve("openssh").toString());
        try (MeasuredAgent theirs = MeasuredAgent.start(openSsh);
                MeasuredAgent ours = MeasuredAgent.start(broker)) {
            for (String key : REQUESTS.subList(1, REQUESTS.size())) {
                Path file = makeKey(directory, key);
                theirs.add(file);
                ours.add(file);
            }
            compare(theirs, ours, rounds);
        }
    }

    private static Path makeKey(Path directory, String name) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        String type = name.replaceAll("2048", "");
        List<String> words = new ArrayList<>(
                List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "throw-away", "-f", file.toString()));
        if (type.equals("rsa")) {
            words.addAll(List.of("-b", "2048"));
        }
        if (!Files.exists(file) && new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
            throw new IOException("ssh-keygen: " + name);
        }
        return file;
    }

    private static void compare(MeasuredAgent theirs, MeasuredAgent ours, int rounds)
            throws IOException, InterruptedException {
        Map<String, List<Rate>> results = new LinkedHashMap<>();
        for (String request : REQUESTS) { // code that is about to be compiled, and caches
            theirs.measure(request, 2, WARM_UP);
            ours.measure(request, 2, 2 * WARM_UP);
        }
        for (int round = 0; round < rounds; round++) {
            for (String request : REQUESTS) {
                for (int connections : CONNECTIONS) {
                    String row = "%-8s %2d".formatted(request, connections);
                    results.computeIfAbsent(row + " openssh", key -> new ArrayList<>())
                            .add(theirs.measure(request, connections, RUN));
                    results.computeIfAbsent(row + " broker", key -> new ArrayList<>())
                            .add(ours.measure(request, connections, RUN));
                }
            }
        }
        System.out.printf(
                "%-8s %2s %10s %10s %6s %12s %12s%n", "", "", "ssh-agent", "broker", "ratio", "cpu us", "cpu us");
        for (String request : REQUESTS) {
            for (int connections : CONNECTIONS) {
                String row = "%-8s %2d".formatted(request, connections);
                List<Rate> openSsh = results.get(row + " openssh");
                List<Rate> broker = results.get(row + " broker");
                double before = median(openSsh, Rate::perSecond);
                double now = median(broker, Rate::perSecond);
                System.out.printf(
                        "%s %10.0f %10.0f %6.2f %12.1f %12.1f%n",
                        row,
                        before,
                        now,
                        now / before,
                        median(openSsh, Rate::cpuMicros),
                        median(broker, Rate::cpuMicros));
            }
        }
    }

    private static double median(List<Rate> rates, ToDoubleFunction<Rate> value) {
        return rates.stream()
                .mapToDouble(value)
                .sorted()
                .skip(rates.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
