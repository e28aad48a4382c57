package org.agentbroker.cli.errors;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an expression of the source can say. */
final class Texts {
    private static final String VALUE = "…";
    private static final int MOST = 16;

    private final Map<String, String> constants;

    /** @param constants by their names */
    Texts(Map<String, String> constants) {
        this.constants = constants;
    }

    /** Each text that the expression can have, values left out. */
    List<String> of(Tree expression) {
        return raw(expression).stream()
                .map(text -> text.replaceAll("(\\Q" + VALUE + "\\E)+", VALUE).strip())
                .distinct()
                .toList();
    }

    private List<String> raw(Tree expression) {
        if (expression instanceof LiteralTree literal) {
            return List.of(literal.getValue() instanceof String text ? text : VALUE);
        }
        if (expression instanceof ParenthesizedTree inner) {
            return raw(inner.getExpression());
        }
        if (expression instanceof ConditionalExpressionTree choice) {
            List<String> both = new ArrayList<>(raw(choice.getTrueExpression()));
            both.addAll(raw(choice.getFalseExpression()));
            return both;
        }
        if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            List<String> all = new ArrayList<>();
            for (String left : raw(sum.getLeftOperand())) {
                raw(sum.getRightOperand()).forEach(right -> all.add(left + right));
            }
            return all.subList(0, Math.min(MOST, all.size()));
        }
        return List.of(constants.getOrDefault(expression.toString(), VALUE));
    }

    /** Whether it says anything but values. */
    static boolean saysAnything(String text) {
        return text.chars().filter(Character::isLetter).count() >= 4;
    }
}
