// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The one direction between the server's packages: the command line above, the rooms below. */
class ServerArchitectureTest {
    private static final String ROOT = "nl.digipoort.james.server";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching("nl.digipoort.james.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theRoomsDoNotKnowTheCommandLine() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".home", ROOT + ".assembly", ROOT + ".database", ROOT + ".demo")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }
}
