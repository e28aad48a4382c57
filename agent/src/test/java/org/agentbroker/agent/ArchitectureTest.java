package org.agentbroker.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.agentbroker.agent";
    private static final String SECRET_NAME = "(?i).*(passphrase|password|secret).*";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void looksAtTheWholeModule() {
        assertThat(MODULE.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        ROOT, ROOT + ".wire", ROOT + ".key", ROOT + ".policy", ROOT + ".mina", ROOT + ".unix");
    }

    @Test
    void letsThePackagesDependInOneDirection() {
        dependOnly("wire");
        dependOnly("key", "wire");
        dependOnly("policy", "wire", "key");
        dependOnly("unix", "", "key"); // the root alone
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MODULE);
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".mina..", ROOT + ".unix..")
                .check(MODULE);
    }

    private static void dependOnly(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(others))
                .map(each -> each.isEmpty() ? ROOT : ROOT + "." + each)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .check(MODULE);
    }

    @Test
    void keepsMinaInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".mina", ROOT + ".key")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.sshd..")
                .check(MODULE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".key")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.sshd..")
                        .and(not(resideInAPackage("org.apache.sshd.common.config.keys.loader.openssh.kdf"))))
                .check(MODULE);
    }

    @Test
    void keepsMinasAgentClassesOutOfTheForwardedAgent() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".mina")
                .and()
                .doNotHaveSimpleName("OutsideLogin")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("org.apache.sshd.agent.common..", "org.apache.sshd.agent.local..")))
                .check(MODULE);
    }

    @Test
    void holdsNoSecretInAString() {
        noFields()
                .that()
                .haveRawType(String.class)
                .should()
                .haveNameMatching(".*\\." + SECRET_NAME)
                .check(MODULE);
        assertThat(parameters().filter(parameter -> parameter.getName().matches(SECRET_NAME)))
                .isNotEmpty()
                .noneMatch(parameter -> CharSequence.class.isAssignableFrom(parameter.getType()));
    }

    @Test
    void hasNoStateOfTheWholeProcess() {
        fields().that().areStatic().should().beFinal().check(MODULE);
    }

    @Test
    void leavesOutputLoggingAndExitToTheProgram() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MODULE);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MODULE);
        noClasses().should().callMethod(System.class, "exit", int.class).check(MODULE);
        noClasses().should().callMethod(Runtime.class, "halt", int.class).check(MODULE);
    }

    @Test
    void givesNoClassANameThatSaysNothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Utils?|Impl|Helper)(\\$.*)?")
                .check(MODULE);
    }

    // ArchUnit knows no names of parameters; the module is compiled with -parameters
    private static Stream<Parameter> parameters() {
        return MODULE.stream()
                .map(JavaClass::reflect)
                .flatMap(type -> Stream.<List<? extends Executable>>of(
                        List.of(type.getDeclaredMethods()), List.of(type.getDeclaredConstructors())))
                .flatMap(List::stream)
                .flatMap(executable -> Stream.of(executable.getParameters()));
    }
}
