package org.agentbroker.cli.manual;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;

/** The completion for zsh; picocli's runs bash's through an emulation, without descriptions. */
final class ZshCompletion {
    private static final String HEAD = """
            #compdef broker
            # Completion of broker for zsh. Sourced after compinit, or as share/zsh/site-functions/_broker.

            _broker_clients() {
                local -a config clients
                local -i i=${typed[(I)--config]}
                (( i == 0 || i == ${#typed} )) || config=(--config "${typed[i+1]}")
                clients=(${(f)"$("${typed[1]}" $config completion clients 2>/dev/null)"})
                compadd -a clients
            }

            """;
    private static final String TAIL = """
            _broker() {
                local -a typed=("${(@Q)words}")
                _broker_0
            }

            if [ "$funcstack[1]" = _broker ]; then
                _broker "$@"
            else
                compdef _broker broker
            fi
            """;

    private ZshCompletion() {}

    static String of(List<Syntax> commands) {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < commands.size(); i++) {
            text.append(function(commands, i));
        }
        return text.append(TAIL).toString();
    }

    private static String function(List<Syntax> commands, int number) {
        Syntax command = commands.get(number);
        List<Syntax> below =
                commands.stream().filter(other -> isBelow(command, other)).toList();
        StringBuilder text = new StringBuilder("_broker_" + number + "() {\n");
        text.append("    local state\n    _arguments -C -S \\\n");
        command.options()
                .forEach(
                        option -> text.append("        ").append(option(option)).append(" \\\n"));
        if (below.isEmpty()) {
            text.append("        ").append(operand(command)).append("\n}\n\n");
            return text.toString();
        }
        text.append("        '1: :->command' '*:: :->words'\n    case $state in\n        command)\n");
        text.append("            local -a commands=(")
                .append(described(command.words()))
                .append(")\n");
        text.append("            _describe command commands\n            ;;\n        words)\n");
        text.append("            case $words[1] in\n");
        for (Syntax each : below) {
            text.append("                ").append(lastWord(each)).append(") _broker_");
            text.append(commands.indexOf(each)).append(" ;;\n");
        }
        return text.append("            esac\n            ;;\n    esac\n}\n\n").toString();
    }

    private static boolean isBelow(Syntax command, Syntax other) {
        String start = command.path().isEmpty() ? "" : command.path() + " ";
        return !other.path().isEmpty()
                && other != command
                && other.path().startsWith(start)
                && !other.path().substring(start.length()).contains(" ");
    }

    private static String lastWord(Syntax command) {
        return command.path().substring(command.path().lastIndexOf(' ') + 1);
    }

    private static String operand(Syntax command) {
        if (command.clients()) {
            return "'*:client:_broker_clients'";
        }
        return command.words().isEmpty()
                ? "':: :'"
                : "'1: :("
                        + command.words().stream()
                                .map(word -> word.names().get(0))
                                .collect(joining(" ")) + ")'";
    }

    private static String option(Choice option) {
        String value = "";
        if (option.takesValue()) {
            value = switch (option.kind()) {
                case FILE -> ":file:_files";
                case WORD -> ":value:(" + String.join(" ", option.words()).replace(":", "\\:") + ")";
                default -> ":" + option.names().get(0).replaceAll("^-+", "").toLowerCase(Locale.ROOT) + ": ";
            };
        }
        String description =
                "[" + escaped(option.description()).replace("[", "\\[").replace("]", "\\]") + "]";
        String end = description + value + "'";
        // the star: it may come again, such as -v
        return option.names().size() == 1
                ? "'*" + option.names().get(0) + end
                : "'*'{" + String.join(",", option.names()) + "}'" + end;
    }

    private static String described(List<Choice> words) {
        return words.stream()
                .map(word -> "'" + word.names().get(0) + ":" + escaped(word.description()) + "'")
                .collect(joining(" "));
    }

    private static String escaped(String text) {
        return text.replace("'", "'\\''").replace(":", "\\:");
    }
}
