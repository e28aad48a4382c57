package org.agentbroker.cli.errors;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.cli.print.ExitCode;

/** All messages for people: whatever is called with a text where a parameter is named {@code what}. */
final class Sources {
    private static final String WHAT = "what";
    private static final String HINT = "hint";

    /** Where a callable of that name takes its message, and the hint if it takes one (else -1). */
    private record Maker(int parameters, int what, int hint) {}

    private final List<CompilationUnitTree> files;
    private final Map<String, List<Maker>> makers = new HashMap<>();
    private final TreeSet<Message> messages = new TreeSet<>();

    private Sources(List<CompilationUnitTree> files) {
        this.files = files;
    }

    static Set<Message> messages(List<Path> roots) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(path -> path.toString().endsWith(".java")).sorted().forEach(paths::add);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(paths));
            List<CompilationUnitTree> files = new ArrayList<>();
            task.parse().forEach(files::add);
            Sources sources = new Sources(files);
            sources.findMakers();
            sources.findMessages();
            return sources.messages;
        }
    }

    private void findMakers() {
        makers.put("ParameterException", new ArrayList<>(List.of(new Maker(2, 1, -1)))); // picocli's
        TreeScanner<Void, String> scanner = new TreeScanner<>() {
            @Override
            public Void visitClass(ClassTree type, String outer) {
                if (type.getKind() == Tree.Kind.RECORD) {
                    List<VariableTree> components = type.getMembers().stream()
                            .filter(VariableTree.class::isInstance)
                            .map(VariableTree.class::cast)
                            .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                            .toList();
                    add(type.getSimpleName().toString(), components);
                }
                return super.visitClass(type, type.getSimpleName().toString());
            }

            @Override
            public Void visitMethod(MethodTree method, String owner) {
                String name = method.getName().toString();
                add(name.equals("<init>") ? owner : name, method.getParameters());
                return super.visitMethod(method, owner);
            }
        };
        files.forEach(file -> scanner.scan(file, ""));
    }

    private void add(String name, List<? extends VariableTree> parameters) {
        List<String> names =
                parameters.stream().map(each -> each.getName().toString()).toList();
        if (names.contains(WHAT)) {
            makers.computeIfAbsent(name, each -> new ArrayList<>())
                    .add(new Maker(names.size(), names.indexOf(WHAT), names.indexOf(HINT)));
        }
    }

    private void findMessages() {
        TreeScanner<Void, Texts> scanner = new TreeScanner<>() {
            @Override
            public Void visitNewClass(NewClassTree call, Texts texts) {
                found(name(call.getIdentifier()), call.getArguments(), texts);
                return super.visitNewClass(call, texts);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Texts texts) {
                found(name(call.getMethodSelect()), call.getArguments(), texts);
                return super.visitMethodInvocation(call, texts);
            }
        };
        files.forEach(file -> scanner.scan(file, new Texts(constants(file))));
    }

    private static Map<String, String> constants(CompilationUnitTree file) {
        Map<String, String> constants = new HashMap<>();
        Texts texts = new Texts(Map.of());
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                boolean isConstant = variable.getModifiers().getFlags().contains(Modifier.STATIC);
                if (isConstant && variable.getInitializer() != null) {
                    String text = texts.of(variable.getInitializer()).get(0);
                    if (Texts.saysAnything(text)) {
                        constants.put(variable.getName().toString(), text);
                    }
                }
                return super.visitVariable(variable, nothing);
            }
        }.scan(file, null);
        return constants;
    }

    private static String name(Tree callee) {
        return callee instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : callee.toString();
    }

    private void found(String name, List<? extends ExpressionTree> arguments, Texts texts) {
        for (Maker maker : makers.getOrDefault(name, List.of())) {
            if (maker.parameters != arguments.size()) {
                continue;
            }
            List<String> hints = maker.hint < 0 ? List.of("") : texts.of(arguments.get(maker.hint));
            String hint = String.join(
                    ", or: ", hints.stream().filter(Texts::saysAnything).toList());
            for (String what : texts.of(arguments.get(maker.what))) {
                if (Texts.saysAnything(what)) {
                    messages.add(new Message(code(name, arguments), what, hint));
                }
            }
        }
    }

    private static int code(String name, List<? extends ExpressionTree> arguments) {
        for (ExpressionTree argument : arguments) {
            if (argument instanceof MemberSelectTree member
                    && member.getExpression() instanceof IdentifierTree type
                    && type.getName().contentEquals(Cause.class.getSimpleName())) {
                Cause cause = Cause.valueOf(member.getIdentifier().toString());
                return ExitCode.of(new Failed(Phase.PLAN, cause, "", "")).code();
            }
        }
        return switch (name) {
            case "UnusableInput", "add" -> ExitCode.UNUSABLE.code();
            case "ParameterException", "usage" -> ExitCode.USAGE.code();
            default -> Message.OF_OUTCOME;
        };
    }
}
