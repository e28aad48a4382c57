package org.agentbroker.it.lab;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A repository with one archive, {@value #ARCHIVE}, for tests that only read it: one for all of a lab. */
public final class ReadyRepository {
    public static final String ARCHIVE = "first";

    private static final Map<Lab, String> REPOSITORIES = new ConcurrentHashMap<>();

    private ReadyRepository() {}

    /** In the form of the config's {@code repository}. */
    public static String of(Lab lab) {
        return REPOSITORIES.computeIfAbsent(lab, ReadyRepository::make);
    }

    private static String make(Lab lab) {
        String repository = lab.newRepository();
        String config = lab.config().client("repository", repository).write().toString();
        BrokerProcess.run("--config", config, "init", "web1").expectSuccess();
        BrokerProcess.run("--config", config, "run", "web1", "--archive", ARCHIVE)
                .expectSuccess();
        return repository;
    }
}
