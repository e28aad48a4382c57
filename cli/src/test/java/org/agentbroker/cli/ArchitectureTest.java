package org.agentbroker.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Rules that hold for every class of this module. */
class ArchitectureTest {
    private static final String ROOT = "org.agentbroker.cli";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void nothingKnowsTheSshLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.sshd..", "org.agentbroker.broker.session..", "org.agentbroker.agent.mina..")
                .check(CLASSES);
    }

    @Test
    void configAndPrintingKnowNeitherCommandsNorEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".config", ROOT + ".print")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", ROOT + ".command", ROOT)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.snakeyaml..")
                .check(CLASSES);
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheEntryEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BrokerCommand.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)").check(CLASSES);
    }

    @Test
    void staticFieldsNeverChange() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveName("$VALUES")
                .should()
                .beFinal()
                .check(CLASSES);
    }
}
