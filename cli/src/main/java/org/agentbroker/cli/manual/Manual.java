package org.agentbroker.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All that is made from the model of the commands. */
public final class Manual {
    private static final Map<String, Function<List<Syntax>, String>> SHELLS = Map.of(
            "bash", BashCompletion::of,
            "zsh", ZshCompletion::of,
            "fish", FishCompletion::of);
    private static final Map<String, String> PLACES = Map.of(
            "bash", "bash-completion/completions/broker",
            "zsh", "zsh/site-functions/_broker",
            "fish", "fish/vendor_completions.d/broker.fish");

    private final CommandSpec root;

    public Manual(CommandSpec root) {
        this.root = root;
    }

    /** @param shell {@code bash}, {@code zsh} or {@code fish} */
    public String completion(String shell) {
        return SHELLS.get(shell).apply(Syntax.all(root));
    }

    /** The completions and man pages at their usual places below a {@code share} directory. */
    public void write(Path share) throws IOException {
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            write(share.resolve(place.getValue()), completion(place.getKey()));
        }
        pages(share.resolve("man/man1"), root, root.version()[0]);
    }

    private static void pages(Path directory, CommandSpec spec, String version) throws IOException {
        write(directory.resolve(ManPage.name(spec) + ".1"), ManPage.of(spec, version));
        for (CommandLine each : spec.subcommands().values()) {
            if (!each.getCommandSpec().usageMessage().hidden()) {
                pages(directory, each.getCommandSpec(), version);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
