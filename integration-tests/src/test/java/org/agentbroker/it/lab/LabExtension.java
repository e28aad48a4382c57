package org.agentbroker.it.lab;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests, and their constructors and {@code @BeforeAll} methods, a {@link Lab} that all tests of the JVM share. It
 * starts with the first that asks for it and ends with the last test. Where its programs are missing tests are skipped.
 */
public final class LabExtension implements ExecutionCondition, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Prerequisites.missing()
                .map(reason -> skipped(context, reason))
                .orElseGet(() -> ConditionEvaluationResult.enabled("all programs are there"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes what is in the root's store after the last test
        return context.getRoot()
                .getStore(Namespace.create(LabExtension.class))
                .getOrComputeIfAbsent(Lab.class, key -> Lab.open(), Lab.class);
    }

    // Maven's summary counts skipped tests and does not say why
    private static ConditionEvaluationResult skipped(ExtensionContext context, String reason) {
        System.err.println("skipped: " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
