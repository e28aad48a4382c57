package org.agentbroker.cli.manual;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.agentbroker.cli.manual.Choice.Kind;

/** The completion for fish, which picocli has none for. */
final class FishCompletion {
    private static final String TEXT = """
            # Completion of broker for fish. Sourced, or as share/fish/vendor_completions.d/broker.fish.
            function __broker_command
                set -l command ''
                set -l before ''
                for word in (commandline -opc)[2..-1]
                    if test -n "$before"
                        set before ''
                        continue
                    end
                    switch $word
                        case --
                            echo rest
                            return
                        case @VALUED@
                            set before $word
                        case '-*'
                        case '*'
                            switch (string trim "$command $word")
                                case @COMMANDS@
                                    set command (string trim "$command $word")
                            end
                    end
                end
                echo "$command"
            end

            function __broker_clients
                set -l typed (commandline -opc)
                set -l config
                for i in (seq 2 (count $typed))
                    if test $typed[$i] = --config; and set -q typed[(math $i + 1)]
                        set config --config $typed[(math $i + 1)]
                    end
                end
                $typed[1] $config completion clients 2>/dev/null
            end

            complete -c broker -n 'test (__broker_command) != rest' -f
            complete -c broker -n 'test (__broker_command) = rest' -F
            """;

    private FishCompletion() {}

    static String of(List<Syntax> commands) {
        String valued = commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(Choice::takesValue)
                .flatMap(choice -> choice.names().stream())
                .distinct()
                .collect(joining(" "));
        String paths = commands.stream()
                .map(Syntax::path)
                .filter(path -> !path.isEmpty())
                .map(FishCompletion::quoted)
                .collect(joining(" "));
        return TEXT.replace("@VALUED@", valued).replace("@COMMANDS@", paths)
                + commands.stream().map(FishCompletion::of).collect(joining());
    }

    private static String of(Syntax command) {
        String start = "complete -c broker -n 'test (__broker_command) = \"" + command.path() + "\"'";
        StringBuilder lines = new StringBuilder();
        for (Choice word : command.words()) {
            lines.append(start).append(" -a ").append(word.names().get(0)).append(description(word));
        }
        if (command.clients()) {
            lines.append(start).append(" -a '(__broker_clients)'\n");
        }
        for (Choice option : command.options()) {
            lines.append(start);
            option.names()
                    .forEach(name -> lines.append(
                            name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1)));
            if (option.kind() == Kind.FILE) {
                lines.append(" -r -F");
            } else if (option.takesValue()) {
                lines.append(" -x");
            }
            if (option.kind() == Kind.WORD) {
                lines.append(" -a '").append(String.join(" ", option.words())).append('\'');
            }
            lines.append(description(option));
        }
        return lines.toString();
    }

    private static String description(Choice choice) {
        return choice.description().isEmpty() ? "\n" : " -d " + quoted(choice.description()) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
