// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.inject.Provides;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import javax.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

/** The one direction between the packages, and the fences around each technology. */
class ArchitectureTest {
    private static final String ROOT = "nl.digipoort.james.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("nl.digipoort.james");

    private static final DescribedPredicate<JavaClass> STOPPING =
            DescribedPredicate.describe("a type that stops with the server", type -> type.getMethods().stream()
                    .anyMatch(method -> method.isAnnotatedWith(PreDestroy.class)));

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching(ROOT + "(**)").should().beFreeOfCycles());
    }

    @Test
    void nobodyDependsOnTheWiring() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "module..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "module.."));
    }

    @Test
    void storesAreNamedByTheWiringOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "module..", ROOT + "stores..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "stores.."));
    }

    @Test
    void featuresDoNotSeeEachOther() {
        check(slices().matching(ROOT + "(pop3|delivery|admin|smtp|move)..")
                .should()
                .notDependOnEachOther());
    }

    @Test
    void nobodySeesTheConversionAndItSeesNoProtocol() {
        check(fence(ROOT + "convert..", ROOT + "convert.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "convert..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "pop3..", ROOT + "delivery..", ROOT + "admin..", ROOT + "smtp.."));
    }

    @Test
    void whatIsSharedIsBelowTheFeatures() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "sasl..",
                        ROOT + "maildrop..",
                        ROOT + "lock..",
                        ROOT + "limits..",
                        ROOT + "policy..",
                        ROOT + "retention..",
                        ROOT + "scrub..",
                        ROOT + "journal..",
                        ROOT + "audit..",
                        ROOT + "history..",
                        ROOT + "activity..",
                        ROOT + "budget..",
                        ROOT + "failure..",
                        ROOT + "schedule..",
                        ROOT + "clock..",
                        ROOT + "credential..",
                        ROOT + "configuration..",
                        ROOT + "preparation..",
                        ROOT + "tls..",
                        ROOT + "mail..",
                        ROOT + "transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "pop3..", ROOT + "delivery..", ROOT + "admin..", ROOT + "smtp..", ROOT + "move.."));
    }

    @Test
    void saslSeesTheJdkOnly() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "sasl..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(ROOT + "sasl..", "java..", "javax.security..", "javax.crypto..")));
    }

    @Test
    void failuresSeeTheJdkOnly() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "failure..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ROOT + "failure..", "java..")));
    }

    /** So the trail is judged by other code than that which writes it, and where there is no James. */
    @Test
    void evidenceSeesNoServer() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "evidence..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + "evidence..", "java..", "com.fasterxml.jackson.core..", "org.bouncycastle.crypto..")));
    }

    @Test
    void sqlStaysInTheJdbcStore() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "stores.jdbc..", ROOT + "testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.persistence.."));
    }

    @Test
    void preparationStaysInItsPackage() {
        check(fence(ROOT + "preparation..", "com.ongres.."));
    }

    @Test
    void cassandraStaysInItsStore() {
        check(fence(ROOT + "stores.cassandra..", "com.datastax..", "org.apache.james.backends.cassandra.."));
    }

    @Test
    void guiceStaysInTheWiring() {
        check(fence(ROOT + "module..", "com.google.inject.."));
    }

    @Test
    void webStaysInAdmin() {
        check(fence(ROOT + "admin..", "spark.."));
    }

    @Test
    void mailetsStayInDelivery() {
        check(fence(ROOT + "delivery..", "org.apache.mailet.."));
    }

    @Test
    void protocolsOfJamesStayInPop3() {
        check(fence(ROOT + "pop3..", "org.apache.james.protocols..", "org.apache.james.pop3server.."));
    }

    @Test
    void nettyStaysInTheProtocolsAndBelowThem() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "pop3..", ROOT + "smtp..", ROOT + "transport..", ROOT + "tls..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.."));
    }

    @Test
    void bouncyCastleStaysInTlsAndTheSignaturesOfTheTrail() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "tls..", ROOT + "audit..", ROOT + "evidence..", ROOT + "testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle.."));
    }

    /** James finds {@code @PreDestroy} only in what Guice makes by a constructor. */
    @Test
    void whatStopsWithTheServerIsMadeByItsConstructor() {
        check(noMethods().that().areAnnotatedWith(Provides.class).should().haveRawReturnType(STOPPING));
    }

    private static ArchRule fence(String home, String... fenced) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(fenced);
    }

    /** A rule about a package that is not there yet holds. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
