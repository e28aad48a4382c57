package org.agentbroker.cli.config;

import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Files that are written about all pulls. */
record Records(@Nullable Path metrics, @Nullable Path log) {
    // the textfile collector of Prometheus' node_exporter reads no other names
    private static final String METRICS_SUFFIX = ".prom";

    static Records of(Fields monitoring, Fields log) {
        Records records = new Records(
                monitoring.<@Nullable Path>optional("metrics", null, Records::metrics),
                log.<@Nullable Path>optional("file", null, Value::path));
        monitoring.finish();
        log.finish();
        return records;
    }

    private static Path metrics(Value value) throws UnusableInput {
        Path file = value.path();
        if (!file.toString().endsWith(METRICS_SUFFIX) || file.endsWith(METRICS_SUFFIX)) {
            throw new UnusableInput(
                    "metrics does not end in " + METRICS_SUFFIX,
                    "write it as in /var/lib/prometheus/node-exporter/broker.prom");
        }
        return file;
    }
}
