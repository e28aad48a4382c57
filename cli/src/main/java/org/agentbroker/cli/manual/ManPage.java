package org.agentbroker.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command's page in the language of man(7). By hand: the page maker of picocli writes AsciiDoc, which would need a
 * Ruby interpreter in the build.
 */
final class ManPage {
    private final CommandSpec spec;
    private final String version;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandSpec spec, String version) {
        this.spec = spec;
        this.version = version;
    }

    /** @param version as {@code --version} says it */
    static String of(CommandSpec spec, String version) {
        ManPage page = new ManPage(spec, version);
        page.write();
        return page.page.toString();
    }

    /** The page's file, which is also how other pages call it. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private void write() {
        String name = name(spec);
        macro("TH", quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted(version) + " \"broker\"");
        macro("SH", "NAME");
        text(name + " - " + Choice.sentence(Arrays.asList(spec.usageMessage().header())));
        macro("SH", "SYNOPSIS");
        asItIs(synopsis().lines().map(String::strip).toList());
        String[] description = spec.usageMessage().description();
        if (description.length > 0) {
            macro("SH", "DESCRIPTION");
            paragraphs(description);
        }
        arguments();
        commands();
        footer();
        seeAlso();
    }

    private String synopsis() {
        String[] custom = spec.usageMessage().customSynopsis();
        return custom.length == 0
                ? new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0)
                : String.join("\n", custom);
    }

    private void arguments() {
        List<OptionSpec> grouped = new ArrayList<>();
        spec.argGroups().forEach(group -> grouped.addAll(group.allOptionsNested()));
        macro("SH", "OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            argument("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter.description());
        }
        spec.options().stream().filter(option -> !grouped.contains(option)).forEach(this::option);
        for (ArgGroupSpec group : spec.argGroups()) {
            macro("SS", quoted(rendered(group.heading()).strip().replaceAll(":$", "")));
            group.allOptionsNested().forEach(this::option);
        }
    }

    private void option(OptionSpec option) {
        if (option.hidden()) {
            return;
        }
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append("\\fB")
                    .append(escaped(name))
                    .append("\\fR");
        }
        if (option.arity().max() > 0) {
            names.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
        }
        String usual = option.defaultValueString();
        argument(
                names.toString(),
                Arrays.stream(option.description())
                        .map(line -> line.replace("${DEFAULT-VALUE}", String.valueOf(usual)))
                        .toArray(String[]::new));
    }

    private void argument(String head, String[] description) {
        page.append(".TP\n").append(head).append('\n');
        text(String.join(" ", description));
    }

    private void commands() {
        List<CommandSpec> shown = spec.subcommands().values().stream()
                .map(line -> line.getCommandSpec())
                .filter(command -> !command.usageMessage().hidden())
                .toList();
        if (!shown.isEmpty()) {
            macro("SH", "COMMANDS");
            shown.forEach(command -> argument(
                    "\\fB" + escaped(name(command)) + "\\fR(1)",
                    command.usageMessage().header()));
        }
    }

    private void footer() {
        String heading = rendered(spec.usageMessage().footerHeading()).strip().replaceAll(":$", "");
        if (!heading.isEmpty()) {
            macro("SH", quoted(heading.toUpperCase(Locale.ROOT)));
            asItIs(Arrays.asList(spec.usageMessage().footer()));
        }
    }

    private void seeAlso() {
        macro("SH", "SEE ALSO");
        CommandSpec parent = spec.parent();
        text(parent == null ? "borg(1), ssh-agent(1)" : name(parent) + "(1), borg(1)");
    }

    private void paragraphs(String[] texts) {
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                page.append(".PP\n");
            }
            text(texts[i]);
        }
    }

    private void asItIs(List<String> lines) {
        page.append(".nf\n");
        lines.forEach(this::text);
        page.append(".fi\n");
    }

    private void macro(String name, String rest) {
        page.append('.').append(name).append(' ').append(rest).append('\n');
    }

    private void text(String text) {
        String escaped = escaped(rendered(text));
        // a dot or an apostrophe at the start of a line would be taken for a macro
        page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    private static String rendered(String text) {
        return text.replace("$$", "$").replace("%n", "\n").replace("%%", "%").stripTrailing();
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                escaped.append("\\e");
            } else if (c == '-') {
                escaped.append("\\-");
            } else if (c < 0x80) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\[u%04X]", c));
            }
        });
        return escaped.toString();
    }
}
