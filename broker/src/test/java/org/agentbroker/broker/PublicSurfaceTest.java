package org.agentbroker.broker;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.agentbroker.broker.fixture.Golden;
import org.junit.jupiter.api.Test;

/** What users of the two libraries can name. It grows by decision only. */
class PublicSurfaceTest {
    @Test
    void isTheListThatIsCheckedIn() throws IOException {
        StringBuilder text = new StringBuilder();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.agentbroker.agent", "org.agentbroker.broker")
                        .stream()
                        .map(JavaClass::reflect)
                        .filter(PublicSurfaceTest::isVisible)
                        .sorted(Comparator.comparing(Class::getName))
                        .forEach(type -> describe(type, text));

        Golden.compare("public-surface.txt", text.toString());
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.getSimpleName().equals("package-info");
    }

    private static void describe(Class<?> type, StringBuilder text) {
        TreeSet<String> members = new TreeSet<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isForUsers(constructor)) {
                members.add("new(" + parameters(constructor.toGenericString()) + ")");
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isForUsers(method) && !isOfEveryObject(method)) {
                members.add((Modifier.isStatic(method.getModifiers()) ? "static " : "") + method.getName() + "("
                        + parameters(method.toGenericString()) + "): "
                        + simple(method.getGenericReturnType().getTypeName()));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isForUsers(field)) {
                members.add(
                        field.getName() + ": " + simple(field.getGenericType().getTypeName()));
            }
        }
        text.append(type.getName()).append('\n');
        members.forEach(member -> text.append("    ").append(member).append('\n'));
    }

    private static boolean isForUsers(Member member) {
        int modifiers = member.getModifiers();
        return !member.isSynthetic() && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private static boolean isOfEveryObject(Method method) {
        return Stream.of(Object.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(method.getName()))
                .anyMatch(each -> each.getParameterCount() == method.getParameterCount());
    }

    private static String parameters(String generic) {
        String list = generic.substring(generic.indexOf('(') + 1, generic.indexOf(')'));
        return simple(list.replaceAll(", *", ", "));
    }

    private static String simple(String names) {
        return names.replaceAll("\\b[a-z][a-z0-9]*\\.", "").replace('$', '.');
    }
}
