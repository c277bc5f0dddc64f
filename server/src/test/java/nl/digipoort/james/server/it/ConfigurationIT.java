// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong setting stops the start with one line that names the key, what was found and what is allowed. */
class ConfigurationIT {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<mode>standard</mode>|<mode>lax</mode>|digipoort.mode is 'lax'; allowed: standard, strict",
                "<mode>standard</mode>|<moed>strict</moed>|digipoort.moed is unknown",
                "<loginDelay>0</loginDelay>|<loginDelay>soon</loginDelay>|digipoort.accountLimits.loginDelay is 'soon';"
                        + " allowed: a whole number from 0 to 86400",
                "startTLS=\"true\"|startTLS=\"false\"|digipoort.tls.@startTLS is not true",
            })
    void namesKeyFoundAndAllowed(String found, String replacement, String complaint) throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), found, replacement);

        assertRefused(start(home), "pop3server.xml: " + complaint);
    }

    @Test
    void namesTheCredentialKeyThatIsMissingBesideADatabase() throws Exception {
        Path home = scratch.resolve("home");
        Path key = home.resolve("conf/digipoort-credential.key");
        Files.createDirectories(home.resolve("var/database"));

        assertRefused(start(home), "cannot read the credential key " + key);
    }

    @Test
    void namesTheLineOfTheCredentialKeyThatIsMalformed() throws Exception {
        String mode = "<mode>standard</mode>";
        Path home = ChangedConfiguration.home(scratch.resolve("home"), mode, mode);
        Path key = home.resolve("conf/digipoort-credential.key");
        Files.writeString(key, "# not a key\nsecret\n");

        Outcome outcome = start(home);

        assertRefused(outcome, key + " is malformed: line 2 is not base64 for 32 octets");
        assertThat(outcome.stderr()).doesNotContain("secret");
    }

    private static Outcome start(Path home) throws Exception {
        return Outcome.of(
                "run",
                "--home",
                home.toString(),
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0");
    }

    private static void assertRefused(Outcome outcome, String named) {
        assertThat(outcome.stderr()).contains(named);
        assertThat(outcome.stderr().lines()).hasSize(1);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(2);
    }
}
