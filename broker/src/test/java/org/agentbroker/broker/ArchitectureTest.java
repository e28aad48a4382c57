package org.agentbroker.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that hold for every class of this module. */
class ArchitectureTest {
    private static final String ROOT = "org.agentbroker.broker";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesKnowEachOtherInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("doctor")
                .definedBy(ROOT + ".doctor")
                .layer("restore")
                .definedBy(ROOT + ".restore")
                .layer("session")
                .definedBy(ROOT + ".session")
                .layer("setup")
                .definedBy(ROOT + ".setup")
                .layer("hostkey")
                .definedBy(ROOT + ".hostkey")
                .layer("event")
                .definedBy(ROOT + ".event")
                .optionalLayer("returnpath")
                .definedBy(ROOT + ".returnpath")
                .optionalLayer("link")
                .definedBy(ROOT + ".link")
                .optionalLayer("keys")
                .definedBy(ROOT + ".keys")
                .optionalLayer("lock")
                .definedBy(ROOT + ".lock")
                .layer("repository")
                .definedBy(ROOT + ".repository")
                .layer("intake")
                .definedBy(ROOT + ".intake")
                .layer("sftp")
                .definedBy(ROOT + ".sftp")
                .layer("drill")
                .definedBy(ROOT + ".drill")
                .layer("feed")
                .definedBy(ROOT + ".feed")
                .layer("ledger")
                .definedBy(ROOT + ".ledger")
                .layer("history")
                .definedBy(ROOT + ".history")
                .optionalLayer("account")
                .definedBy(ROOT + ".account")
                .layer("borg")
                .definedBy(ROOT + ".borg")
                .layer("plan")
                .definedBy(ROOT + ".plan")
                .layer("secret")
                .definedBy(ROOT + ".secret")
                .layer("outcome")
                .definedBy(ROOT + ".outcome")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("doctor")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("restore")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("setup")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("hostkey")
                .mayOnlyBeAccessedByLayers("setup")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("root", "doctor", "hostkey", "setup", "intake", "restore", "drill")
                .whereLayer("intake")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("drill")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("repository")
                .mayOnlyBeAccessedByLayers("root", "doctor", "intake", "restore", "drill")
                .whereLayer("sftp")
                .mayOnlyBeAccessedByLayers("session", "intake")
                .whereLayer("feed")
                .mayOnlyBeAccessedByLayers("session", "repository", "intake", "restore", "drill")
                .whereLayer("event")
                .mayOnlyBeAccessedByLayers(
                        "root",
                        "doctor",
                        "session",
                        "returnpath",
                        "keys",
                        "setup",
                        "repository",
                        "intake",
                        "restore",
                        "drill")
                .whereLayer("returnpath")
                .mayOnlyBeAccessedByLayers("session")
                .whereLayer("keys")
                .mayOnlyBeAccessedByLayers("root", "session", "hostkey", "setup", "restore")
                .whereLayer("link")
                .mayOnlyBeAccessedByLayers("session", "returnpath", "hostkey")
                .whereLayer("lock")
                .mayOnlyBeAccessedByLayers(
                        "root", "session", "keys", "history", "hostkey", "setup", "repository", "ledger", "drill")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("root", "repository")
                .whereLayer("history")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("account")
                .mayOnlyBeAccessedByLayers(
                        "doctor", "session", "returnpath", "keys", "plan", "setup", "repository", "intake", "drill")
                .whereLayer("borg")
                .mayOnlyBeAccessedByLayers(
                        "doctor", "session", "event", "repository", "intake", "restore", "ledger", "drill")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers(
                        "root",
                        "doctor",
                        "session",
                        "returnpath",
                        "keys",
                        "hostkey",
                        "setup",
                        "repository",
                        "feed",
                        "intake",
                        "restore",
                        "drill")
                .whereLayer("secret")
                .mayOnlyBeAccessedByLayers(
                        "root",
                        "doctor",
                        "session",
                        "keys",
                        "plan",
                        "hostkey",
                        "setup",
                        "repository",
                        "intake",
                        "restore",
                        "drill")
                .whereLayer("outcome")
                .mayOnlyBeAccessedByLayers(
                        "root",
                        "doctor",
                        "session",
                        "returnpath",
                        "keys",
                        "lock",
                        "history",
                        "event",
                        "borg",
                        "hostkey",
                        "setup",
                        "repository",
                        "intake",
                        "restore",
                        "drill")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void fewPackagesKnowTheSshLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".session", ROOT + ".returnpath", ROOT + ".link", ROOT + ".hostkey")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.sshd..", "org.agentbroker.agent.mina..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTheTerminalOrTheConfig() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "picocli..", "org.snakeyaml..", "org.agentbroker.cli..", "java.util.logging..", "org.slf4j..")
                .check(CLASSES);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void nothingEndsTheProcess() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
        noClasses().should().callMethod(Runtime.class, "halt", int.class).check(CLASSES);
        noClasses().should().callMethod(Runtime.class, "exit", int.class).check(CLASSES);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)").check(CLASSES);
    }

    @Test
    void staticFieldsNeverChange() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    /** A passphrase in a String stays in memory until nobody knows when. */
    @Test
    void noStringIsCalledASecret() {
        List<String> found = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            Class<?> type = each.reflect();
            for (Field field : type.getDeclaredFields()) {
                note(found, type, field.getType(), field.getName());
            }
            Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                    .flatMap(Stream::of)
                    .map(Executable.class::cast)
                    .flatMap(executable -> Stream.of(executable.getParameters()))
                    .filter(Parameter::isNamePresent)
                    .forEach(parameter -> note(found, type, parameter.getType(), parameter.getName()));
        }
        assertThat(found).isEmpty();
    }

    private static void note(List<String> found, Class<?> owner, Class<?> type, String name) {
        if (CharSequence.class.isAssignableFrom(type) && name.matches("(?i).*(passphrase|password|secret)")) {
            found.add(owner.getName() + ": " + name);
        }
    }
}
