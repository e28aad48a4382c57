package org.agentbroker.cli.manual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.agentbroker.cli.manual.Choice.Kind;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as a completion needs it.
 *
 * @param path its words without {@code broker}, with blanks between; empty for {@code broker} itself
 * @param words of which one may stand as its own word: names of commands, or values
 * @param clients whether names of clients may stand
 */
record Syntax(String path, String header, List<Choice> options, List<Choice> words, boolean clients) {

    /** A command and all below it. */
    static List<Syntax> all(CommandSpec root) {
        List<Syntax> all = new ArrayList<>();
        add(all, "", root);
        return all;
    }

    private static void add(List<Syntax> all, String path, CommandSpec spec) {
        List<Choice> words = new ArrayList<>();
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        spec.subcommands().forEach((name, line) -> {
            if (!line.getCommandSpec().usageMessage().hidden()) {
                commands.put(name, line.getCommandSpec());
                words.add(new Choice(List.of(name), header(line.getCommandSpec()), Kind.FLAG, List.of()));
            }
        });
        spec.positionalParameters().stream()
                .flatMap(Syntax::values)
                .forEach(value -> words.add(new Choice(List.of(value), "", Kind.FLAG, List.of())));
        all.add(new Syntax(
                path,
                header(spec),
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(Syntax::choice)
                        .toList(),
                words,
                spec.positionalParameters().stream().anyMatch(Syntax::isClient)));
        commands.forEach((name, command) -> add(all, path.isEmpty() ? name : path + " " + name, command));
    }

    private static boolean isClient(PositionalParamSpec parameter) {
        return parameter.paramLabel().startsWith("CLIENT");
    }

    private static String header(CommandSpec spec) {
        return Choice.sentence(Arrays.asList(spec.usageMessage().header()));
    }

    private static Choice choice(OptionSpec option) {
        return new Choice(
                List.of(option.names()),
                Choice.sentence(Arrays.asList(option.description())),
                kind(option),
                values(option).toList());
    }

    private static Kind kind(OptionSpec option) {
        if (option.arity().max() == 0) {
            return Kind.FLAG;
        }
        if (values(option).findAny().isPresent()) {
            return Kind.WORD;
        }
        boolean isPath = option.type() == Path.class
                || Collection.class.isAssignableFrom(option.type())
                        && option.paramLabel().equals("FILE")
                || List.of("FILE", "DIR", "KEY").contains(option.paramLabel());
        return isPath ? Kind.FILE : Kind.TEXT;
    }

    private static Stream<String> values(ArgSpec argument) {
        return argument.completionCandidates() == null
                ? Stream.empty()
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false);
    }
}
