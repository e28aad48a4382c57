package org.agentbroker.it.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** One repository for all tests that only need that there is one. */
final class SharedRepository {
    private static final Map<Lab, String> OF_LABS = new ConcurrentHashMap<>();

    private SharedRepository() {}

    /** In the form of the config's {@code repository}. */
    static String of(Lab lab) {
        return OF_LABS.computeIfAbsent(lab, SharedRepository::init);
    }

    /** The lab's config with it. */
    static ConfigText config(Lab lab) {
        return lab.config().client("repository", of(lab));
    }

    private static String init(Lab lab) {
        String repository = lab.newRepository();
        Cli.run(lab.config().client("repository", repository), "init", "web1").expectSuccess();
        return repository;
    }
}
