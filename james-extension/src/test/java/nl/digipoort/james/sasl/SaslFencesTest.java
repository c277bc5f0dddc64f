package nl.digipoort.james.sasl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The mechanisms stay liftable: they know nothing but the JDK. */
@AnalyzeClasses(packages = "nl.digipoort.james.sasl", importOptions = DoNotIncludeTests.class)
class SaslFencesTest {
    @ArchTest
    static final ArchRule MECHANISMS_KNOW_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("nl.digipoort.james.sasl")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("nl.digipoort.james.sasl", "java..", "javax.security.sasl");
}
