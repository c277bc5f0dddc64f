// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Syntax;
import nl.digipoort.james.command.line.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    private static final String OVERLAY =
            """
            enabled=true
            host=${sys:digipoort.webadmin.host:-127.0.0.1}
            port=${sys:digipoort.webadmin.port:-8000}
            https.enabled=false
            """;

    @TempDir
    Path directory;

    @Test
    void asksTheRunningServerOfTheHomeThatIsBesideIt() throws Exception {
        home("home", OVERLAY);
        write("home/var/run/digipoort.properties", "pid=1\njmx=127.0.0.1:9999\nwebadmin=127.0.0.1:18000\n");

        ServerAddress address = of(Map.of());

        assertThat(address.url()).isEqualTo("http://127.0.0.1:18000");
        assertThat(address.tokenFile()).contains(directory.resolve("home/conf/digipoort-webadmin.tokens"));
    }

    @Test
    void asksTheServerOfTheConfigurationWhereNoneSaysItself() throws Exception {
        home("james", OVERLAY);

        assertThat(of(Map.of("DIGIPOORT_HOME", "james")).url()).isEqualTo("http://127.0.0.1:8000");
        assertThat(of(Map.of(), "--home", "james").url()).isEqualTo("http://127.0.0.1:8000");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 8001, false, http://127.0.0.1:8001",
        "mail.example.org, 443, true, https://mail.example.org:443",
        "::1, 8000, false, http://[::1]:8000",
    })
    void readsTheConfiguration(String host, int port, boolean https, String url) throws Exception {
        home("home", "enabled=true\nhost=" + host + "\nport=" + port + "\nhttps.enabled=" + https + "\n");

        assertThat(of(Map.of()).url()).isEqualTo(url);
    }

    @Test
    void prefersOptionsToTheEnvironmentAndBothToAHome() throws Exception {
        home("home", OVERLAY);
        Map<String, String> environment = Map.of("DIGIPOORT_URL", "https://b:1", "DIGIPOORT_TOKEN_FILE", "b");

        ServerAddress byEnvironment = of(environment);
        ServerAddress byOption = of(environment, "--url", "https://a:1/", "--token-file", "a");

        assertThat(byEnvironment.url()).isEqualTo("https://b:1");
        assertThat(byEnvironment.tokenFile()).contains(directory.resolve("b"));
        assertThat(byOption.url()).isEqualTo("https://a:1");
        assertThat(byOption.tokenFile()).contains(directory.resolve("a"));
    }

    @Test
    void sendsTheTokenOfAHomeThatItFoundToNoServerThatWasNamed() throws Exception {
        home("home", OVERLAY);

        assertThat(of(Map.of(), "--url", "https://elsewhere:8000").tokenFile()).isEmpty();
        assertThat(of(Map.of(), "--url", "https://elsewhere:8000", "--home", "home")
                        .tokenFile())
                .contains(directory.resolve("home/conf/digipoort-webadmin.tokens"));
    }

    @Test
    void asksTheHomeOfAnOptionWhateverTheEnvironmentNames() throws Exception {
        home("a", OVERLAY);

        ServerAddress address = of(Map.of("DIGIPOORT_URL", "https://b:1", "DIGIPOORT_TOKEN_FILE", "b"), "--home", "a");

        assertThat(address.url()).isEqualTo("http://127.0.0.1:8000");
        assertThat(address.tokenFile()).contains(directory.resolve("a/conf/digipoort-webadmin.tokens"));
    }

    @Test
    void sendsTheTokenOfAHomeOfTheEnvironmentToNoServerOfAnOption() throws Exception {
        home("a", OVERLAY);

        assertThat(of(Map.of("DIGIPOORT_HOME", "a"), "--url", "https://b:1").tokenFile())
                .isEmpty();
        assertThat(of(Map.of("DIGIPOORT_TOKEN_FILE", "b"), "--url", "https://b:1")
                        .tokenFile())
                .contains(directory.resolve("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.7:8000", "http://127.0.0.1.example.org", "http://[2001:db8::1]:8000"})
    void sendsNoTokenOverPlainHttpToAnotherMachineUnlessToldSo(String url) {
        assertThatThrownBy(() -> of(Map.of(), "--url", url))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--plain-http");
        assertThatThrownBy(() -> of(Map.of("DIGIPOORT_URL", url))).isInstanceOf(UsageException.class);

        assertThat(of(Map.of(), "--url", url, "--plain-http").url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000", "http://127.0.0.2:8000", "http://[::1]:8000", "https://a"})
    void needsNoOptionForThisMachineOrTls(String url) {
        assertThat(of(Map.of(), "--url", url).url()).isEqualTo(url);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        home("off", "enabled=false\n");

        assertThatThrownBy(() -> of(Map.of(), "--home", "nowhere"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("conf/webadmin.properties is not there");
        assertThatThrownBy(() -> of(Map.of(), "--home", "off"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("WebAdmin is not enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8000", "ftp://a", "http://", "http://a b", "http://user:secret@a"})
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> of(Map.of(), "--url", url)).isInstanceOf(UsageException.class);
    }

    private void home(String name, String settings) throws Exception {
        write(name + "/conf/webadmin.properties", settings);
        write(name + "/conf/digipoort-webadmin.tokens", "admin secret\n");
    }

    private void write(String name, String text) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ServerAddress of(Map<String, String> environment, String... args) {
        return ServerAddress.of(Options.parse(List.of(args), Syntax.none().server()), environment, directory);
    }
}
