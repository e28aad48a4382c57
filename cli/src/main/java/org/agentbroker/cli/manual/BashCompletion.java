package org.agentbroker.cli.manual;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Predicate;
import org.agentbroker.cli.manual.Choice.Kind;

/**
 * The completion for bash 4 and newer. By hand: picocli's own knows no client of the config, takes {@code -v} for an
 * option with a value, and goes on completing behind {@code --}.
 */
final class BashCompletion {
    private static final String TEXT = """
            # Completion of broker for bash. Sourced, or as share/bash-completion/completions/broker.
            _broker() {
                local word=${COMP_WORDS[COMP_CWORD]} before='' command='' config='' words='' i
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    if [[ -n $before ]]; then
                        [[ ${COMP_WORDS[i]} != '=' ]] || continue
                        [[ $before != --config ]] || config=${COMP_WORDS[i]}
                        before=
                        continue
                    fi
                    case ${COMP_WORDS[i]} in
                        --) return ;;
                        @VALUED@) before=${COMP_WORDS[i]} ;;
                        -*) ;;
                        *)
                            case "$command${command:+ }${COMP_WORDS[i]}" in
                                @COMMANDS@) command="$command${command:+ }${COMP_WORDS[i]}" ;;
                            esac
                            ;;
                    esac
                done
                [[ $word != '=' ]] || word=
                case $before in
                    '') ;;
                    @FILES@)
                        compopt -o filenames 2>/dev/null
                        mapfile -t COMPREPLY < <(compgen -f -- "$word")
                        return
                        ;;
            @VALUES@        *) return ;;
                esac
                if [[ -n $before ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
                    return
                fi
                case $command in
            @WORDS@    esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
            }

            complete -o default -F _broker broker
            """;

    private BashCompletion() {}

    static String of(List<Syntax> commands) {
        return TEXT.replace("@VALUED@", names(commands, Choice::takesValue))
                .replace(
                        "@COMMANDS@",
                        commands.stream()
                                .map(Syntax::path)
                                .filter(path -> !path.isEmpty())
                                .map(path -> "'" + path + "'")
                                .collect(joining(" | ")))
                .replace("@FILES@", names(commands, choice -> choice.kind() == Kind.FILE))
                .replace("@VALUES@", values(commands))
                .replace("@WORDS@", commands.stream().map(BashCompletion::words).collect(joining()));
    }

    private static String names(List<Syntax> commands, Predicate<Choice> wanted) {
        return commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(wanted)
                .flatMap(choice -> choice.names().stream())
                .distinct()
                .collect(joining(" | "));
    }

    private static String values(List<Syntax> commands) {
        return commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(choice -> choice.kind() == Kind.WORD)
                .distinct()
                .map(choice -> "        " + String.join(" | ", choice.names()) + ") words='"
                        + String.join(" ", choice.words()) + "' ;;\n")
                .distinct()
                .collect(joining());
    }

    private static String words(Syntax command) {
        String options = command.options().stream()
                .flatMap(choice -> choice.names().stream())
                .collect(joining(" "));
        String words = command.words().stream()
                .flatMap(choice -> choice.names().stream())
                .collect(joining(" "));
        return "        '" + command.path() + "')\n"
                + "            words='" + words + "'\n"
                + (command.clients()
                        ? "            [[ $word == -* ]] || words+=\" $(\"$1\" ${config:+--config \"$config\"} completion"
                                + " clients 2>/dev/null)\"\n"
                        : "")
                + "            [[ $word != -* ]] || words='" + options + "'\n"
                + "            ;;\n";
    }
}
