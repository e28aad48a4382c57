package org.agentbroker.it.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Repository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One tree with every kind of inode, backed up by each method and restored by each way: what is kept, and what is lost as
 * the documentation says. Leaves a table in {@code target/inodes.txt}.
 */
@ExtendWith(LabExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class InodesTest {
    private final Lab lab;
    private final Map<String, Map<String, String>> restored = new TreeMap<>();
    private final List<Path> trees = new ArrayList<>();
    private Path tree;
    private Sshd sshd;
    private ConfigText config;
    private Map<String, String> facts;

    InodesTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void backUp() {
        Prerequisites.needNamespaces("mount");
        Prerequisites.need("setfattr", "setfacl", "setcap", "lsattr");
        tree = lab.newDirectory().resolve("tree");
        inodes("make", tree);
        facts = facts(tree);
        // root's login, and not root's cache
        sshd = lab.clientSshd("SetEnv HOME=" + lab.newDirectory());
        config = lab.config()
                .client("user", "root")
                .client("port", sshd.portText())
                .client("repository", lab.newRepository())
                .create("paths", "[" + tree + "]");
        broker("init", "web1");
        for (String method : List.of("agent", "tar", "sshfs")) {
            config.client("method", method);
            Result run = run("run", "web1", "--archive", method);
            assertThat(run.exitCode()).as(run.toString()).isIn(0, 1); // a warning says what is lost
        }
    }

    @AfterAll
    void remove() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
        trees.forEach(each -> inodes("remove", each));
        inodes("remove", tree);
        Files.writeString(Path.of("target/inodes.txt"), table());
        System.out.println(table());
    }

    @Test
    void theClientsBorgKeepsAll() throws IOException {
        assertThat(lost("agent", "agent")).isEmpty();
    }

    @Test
    void aRestoreByTarLosesWhatItsFormatHasNoPlaceFor() throws IOException {
        Set<String> noPlace = Set.of("mtime, ns", "xattr", "ACL", "capability", "sparse", "immutable flag");
        assertThat(lost("agent", "tar")).isEqualTo(noPlace);
        assertThat(lost("tar", "tar")).isEqualTo(noPlace);
    }

    @Test
    void aBackupByTarLosesWhatBorgDoesNotReadInIt() throws IOException {
        assertThat(lost("tar", "agent")).isEqualTo(Set.of("mtime, ns", "xattr", "ACL", "capability", "immutable flag"));
    }

    @Test
    void aBackupBySshfsLosesWhatSftpDoesNotTell() throws IOException {
        assertThat(lost("sshfs", "agent"))
                .isEqualTo(Set.of("mtime, ns", "xattr", "ACL", "capability", "hard link", "device", "immutable flag"));
    }

    private Set<String> lost(String method, String way) throws IOException {
        Path to = lab.newDirectory().resolve("restored");
        trees.add(to);
        Result result = run("restore", "web1", method, "--via", way, "--to", to.toString());
        assertThat(result.exitCode()).as(result.toString()).isIn(0, 1);
        Map<String, String> found = facts(Path.of(to.toString(), tree.toString()));
        restored.put(method + " → " + way, found);
        return facts.keySet().stream()
                .filter(kind -> !facts.get(kind).equals(found.get(kind)))
                .collect(Collectors.toSet());
    }

    private Result run(String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config.write().toString()));
        all.addAll(List.of(words));
        return BrokerProcess.run(all.toArray(String[]::new));
    }

    private void broker(String... words) {
        run(words).expectSuccess();
    }

    private static Map<String, String> facts(Path tree) {
        return inodes("facts", tree)
                .stdoutText()
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one, LinkedHashMap::new));
    }

    private static Result inodes(String verb, Path tree) {
        String script =
                Repository.root().resolve("integration-tests/lab/inodes").toString();
        return Command.of("bash", script, verb, tree.toString()).run().expectSuccess();
    }

    private String table() {
        StringBuilder text = new StringBuilder("| backup → restore |");
        restored.keySet().forEach(ways -> text.append(" ").append(ways).append(" |"));
        text.append("\n|").append("---|".repeat(restored.size() + 1)).append("\n");
        for (String kind : facts.keySet()) {
            text.append("| ").append(kind).append(" |");
            restored.values().forEach(found -> text.append(facts.get(kind).equals(found.get(kind)) ? " o |" : " x |"));
            text.append("\n");
        }
        return text.toString();
    }
}
