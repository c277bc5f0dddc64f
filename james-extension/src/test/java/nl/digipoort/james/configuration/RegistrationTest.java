// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    private static final String EXTENSIONS =
            """
            guice.extension.module=org.example.M,nl.digipoort.james.module.DigipoortModule
            guice.extension.startable=nl.digipoort.james.module.DigipoortStartable
            """;
    private static final String CHECKS = "additional.healthchecks=nl.digipoort.james.admin.MaildropHealthCheck,"
            + "nl.digipoort.james.admin.Pop3HealthCheck,nl.digipoort.james.admin.TlsHealthCheck,"
            + "nl.digipoort.james.admin.AuditHealthCheck,nl.digipoort.james.admin.ClockHealthCheck";
    private static final String ALL_CHECKS = CHECKS + ",nl.digipoort.james.admin.ConfigurationHealthCheck\n";

    @TempDir
    private Path home;

    @Test
    void isContentWithTheOverlay() throws Exception {
        Registration overlay = registration(EXTENSIONS, ALL_CHECKS);

        assertThat(overlay.findings()).isEmpty();
        assertThat(overlay.isStarted()).isTrue();
        assertThat(overlay.reports()).isTrue();
    }

    @Test
    void findsThatNothingStartsWhatListens() throws Exception {
        Registration half =
                registration("guice.extension.module=nl.digipoort.james.module.DigipoortModule\n", ALL_CHECKS);

        assertThat(half.isStarted()).isFalse();
        assertThat(texts(half))
                .containsExactly("extensions.properties: neither POP3 nor SMTP of Digipoort POP3 is started; write"
                        + " guice.extension.startable=nl.digipoort.james.module.DigipoortStartable");
        assertThat(half.findings()).allMatch(Finding::isBreaking);
    }

    @Test
    void findsTheHealthChecksOfAnEarlierVersion() throws Exception {
        Registration earlier = registration(EXTENSIONS, CHECKS);

        assertThat(earlier.reports()).isFalse();
        assertThat(texts(earlier))
                .containsExactly("healthcheck.properties: not every health check is registered; add to"
                        + " additional.healthchecks: nl.digipoort.james.admin.ConfigurationHealthCheck");
    }

    @Test
    void findsAJarOfAnotherVersionBesideThisOne() throws Exception {
        Path copy = home.resolve("old/nl/digipoort/james/module/DigipoortModule.class");
        Files.createDirectories(copy.getParent());
        Files.createFile(copy);
        TestFiles files = TestFiles.in(home)
                .with("conf/extensions.properties", EXTENSIONS)
                .with("conf/healthcheck.properties", ALL_CHECKS);

        try (URLClassLoader two = new URLClassLoader(
                new URL[] {home.resolve("old").toUri().toURL()}, getClass().getClassLoader())) {
            Registration registration = Registration.from(files.properties(), two);

            assertThat(texts(registration)).hasSize(1);
            assertThat(texts(registration).get(0))
                    .startsWith("extensions-jars/: Digipoort POP3 is there more than once: ")
                    .contains(home.resolve("old").toString())
                    .endsWith("; remove all but the newest");
        }
    }

    private Registration registration(String extensions, String checks) throws Exception {
        TestFiles files = TestFiles.in(home)
                .with("conf/extensions.properties", extensions)
                .with("conf/healthcheck.properties", checks);
        return Registration.from(files.properties(), getClass().getClassLoader());
    }

    private static List<String> texts(Registration registration) {
        return registration.findings().stream().map(Finding::toString).collect(Collectors.toUnmodifiableList());
    }
}
