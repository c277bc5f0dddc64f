// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.configuration.TestFiles;
import nl.digipoort.james.credential.CapturedLog;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAdminSettingsTest {
    @Test
    void wantTokensAndKnowNoNameUnlessTold() throws Exception {
        WebAdminSettings settings = settings("enabled=true");

        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.wantsTokens()).isTrue();
        assertThat(settings.hosts()).isEmpty();
        assertThat(settings("").isEnabled()).isFalse();
    }

    @Test
    void takeWhatTheOperatorSays() throws Exception {
        WebAdminSettings settings =
                settings("digipoort.tokens=false\ndigipoort.hosts=Mail.Example.org, metrics-1.example.org\n");

        assertThat(settings.wantsTokens()).isFalse();
        assertThat(settings.hosts()).containsExactlyInAnyOrder("mail.example.org", "metrics-1.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "digipoort.tokens=no|digipoort.tokens is 'no'; allowed: true, false",
                "enabled=perhaps|enabled is 'perhaps'; allowed: true, false",
                "extensions.routes=nl.digipoort.james.admin.LockRoutes|extensions.routes has"
                        + " nl.digipoort.james.admin.LockRoutes, the class of an earlier version; allowed: of ours only"
                        + " nl.digipoort.james.admin.DigipoortRoutes",
                "digipoort.tokens=TRUE|digipoort.tokens is 'TRUE'; allowed: true, false",
                "digipoort.token=true|digipoort.token is unknown; allowed: digipoort.tokens, digipoort.hosts",
                "digipoort.hosts=a.example:8000|digipoort.hosts has 'a.example:8000'; allowed: names in the DNS",
                "digipoort.hosts=*.example.org|digipoort.hosts has '*.example.org'; allowed: names in the DNS",
                "digipoort.hosts=https://a.example|digipoort.hosts has 'https://a.example'; allowed: names in the DNS",
            })
    void stopTheStartWithWhatIsWrong(String line, String complaint) {
        assertThatThrownBy(() -> settings(line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("webadmin.properties: " + complaint);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,1", "192.0.2.7,1", "127.0.0.1,0", "localhost,0", "::1,0"})
    void warnOfAServerThatOthersReachWithoutAToken(String host, int lines) throws Exception {
        try (CapturedLog log = CapturedLog.of(WebAdminSettings.class)) {
            settings("host=" + host).warnOfOpenDoor();

            assertThat(log.take()).hasSize(lines).allMatch(line -> line.startsWith("WARN WebAdmin on " + host));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled=true;extensions.routes=org.example.A, nl.digipoort.james.admin.DigipoortRoutes|0",
                "enabled=true;extensions.routes=org.example.A|1",
                "enabled=true|1",
                "enabled=false|0",
            })
    void findAServerThatNothingGuards(String text, int findings) throws Exception {
        assertThat(settings(text.replace(';', '\n')).findings())
                .hasSize(findings)
                .allMatch(Finding::isBreaking)
                .allMatch(finding -> finding.toString()
                                .startsWith("webadmin.properties: WebAdmin is on, but nothing guards it")
                        && finding.toString()
                                .endsWith("add to extensions.routes: nl.digipoort.james.admin.DigipoortRoutes"));
    }

    @Test
    void stopTheStartWhereTheFileCannotBeRead(@TempDir Path home) throws Exception {
        // as root everything else can be read
        Files.createDirectories(home.resolve("conf/webadmin.properties"));

        assertThatThrownBy(() -> WebAdminSettings.from(TestFiles.in(home).properties()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("webadmin.properties cannot be read: ");
    }

    @Test
    void areOffWithoutTheFile(@TempDir Path home) throws Exception {
        assertThat(WebAdminSettings.from(TestFiles.in(home).properties()).isEnabled())
                .isFalse();
    }

    static WebAdminSettings settings(String text) throws ConfigurationException, IOException {
        PropertiesConfiguration file = new PropertiesConfiguration();
        file.setListDelimiterHandler(new DefaultListDelimiterHandler(','));
        file.read(new StringReader(text));
        return WebAdminSettings.from(file);
    }
}
