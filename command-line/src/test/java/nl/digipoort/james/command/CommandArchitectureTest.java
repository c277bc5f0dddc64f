// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The one direction between the packages of the command line, and nothing of James below it. */
class CommandArchitectureTest {
    private static final String ROOT = "nl.digipoort.james.command";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching("nl.digipoort.james.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theCommandsDoNotKnowTheTable() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".(**)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void needsNothingButTheJdkAndWhatIsInItsJar() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "java..",
                        "javax.crypto..",
                        "javax.net..",
                        "javax.security..",
                        "javax.xml..",
                        "org.xml.sax..",
                        "com.fasterxml.jackson.core..")
                .check(CLASSES);
    }
}
