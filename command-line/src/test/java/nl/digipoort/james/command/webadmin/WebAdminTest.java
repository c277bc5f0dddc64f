// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Syntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAdminTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"admin " + FakeWebAdmin.TOKEN, "# of mine\n\n" + FakeWebAdmin.TOKEN + "\nother x\n"})
    void sendsTheFirstTokenOfTheFile(String tokens) throws Exception {
        try (FakeWebAdmin fake = FakeWebAdmin.start().on("GET /digipoort/locks", 200, "[]")) {
            assertThat(of(fake.url(), tokens).get("/digipoort/locks").body()).isEqualTo("[]");
        }
    }

    @Test
    void saysWhatTheServerSaysWhenItRefuses() throws Exception {
        try (FakeWebAdmin fake = FakeWebAdmin.start()) {
            assertThatThrownBy(() -> of(fake.url(), "admin wrong").get("/digipoort/locks"))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("No valid token (--token-file FILE)");
            assertThatThrownBy(
                            () -> of(fake.url(), "admin " + FakeWebAdmin.TOKEN).put("/digipoort/nothing", "{}"))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("There is no such route");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> of("http://127.0.0.1:" + port, "admin a").get("/digipoort/locks"))
                .isInstanceOf(Refusal.class)
                .hasMessage("http://127.0.0.1:" + port + " cannot be reached: Connection refused");
    }

    @Test
    void trustsTheCertificateThatIsNamedAndNoOther() throws Exception {
        SelfSigned certificate = SelfSigned.makeIn(directory, "127.0.0.1");
        SelfSigned another = SelfSigned.makeIn(Files.createDirectory(directory.resolve("another")), "127.0.0.1");
        Path tokens = Files.writeString(directory.resolve("tokens"), FakeWebAdmin.TOKEN);

        try (FakeWebAdmin fake = FakeWebAdmin.startWithTls(certificate.context())) {
            fake.on("GET /digipoort/locks", 200, "[]");

            assertThat(WebAdmin.of(options(
                                    fake.url(),
                                    tokens,
                                    "--cacert",
                                    certificate.pem().toString()))
                            .get("/digipoort/locks")
                            .body())
                    .isEqualTo("[]");
            for (Options others : List.of(
                    options(fake.url(), tokens),
                    options(fake.url(), tokens, "--cacert", another.pem().toString()))) {
                assertThatThrownBy(() -> WebAdmin.of(others).get("/digipoort/locks"))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("(--cacert FILE names a certificate to trust)");
            }
            assertThat(fake.requests()).containsExactly("GET /digipoort/locks");
        }
    }

    @Test
    void trustsNoFileWithoutACertificate() {
        assertThatThrownBy(() -> WebAdmin.of(options(
                        "https://127.0.0.1:1",
                        directory.resolve("tokens"),
                        "--cacert",
                        Files.writeString(directory.resolve("empty.pem"), "").toString())))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void followsNoRedirection() throws Exception {
        try (FakeWebAdmin fake = FakeWebAdmin.start().on("GET /digipoort/locks", 302, "")) {
            assertThatThrownBy(
                            () -> of(fake.url(), "admin " + FakeWebAdmin.TOKEN).get("/digipoort/locks"))
                    .hasMessage("the server answers 302");
        }
    }

    @Test
    void saysThatThereIsNoTokenOrNoFile() throws Exception {
        assertThatThrownBy(() -> of("http://127.0.0.1:1", "# none\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("there is no token in ");
        assertThatThrownBy(() -> WebAdmin.of(options("http://127.0.0.1:1", directory.resolve("nothing"))))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("nothing is not there");
    }

    @ParameterizedTest
    @CsvSource({
        "anna@example.org, /locks/anna@example.org",
        "a/b%c?d#e, /locks/a%2Fb%25c%3Fd%23e",
        "zoë, /locks/zo%C3%AB",
        "../users, /locks/..%2Fusers"
    })
    void escapesNamesInPaths(String name, String path) {
        assertThat(WebAdmin.path("/locks/", name)).isEqualTo(path);
    }

    private WebAdmin of(String url, String tokens) throws Exception {
        return WebAdmin.of(options(url, Files.writeString(directory.resolve("tokens"), tokens)));
    }

    private static Options options(String url, Path tokens, String... more) {
        List<String> args = new ArrayList<>(List.of("--url", url, "--token-file", tokens.toString()));
        args.addAll(List.of(more));
        return Options.parse(args, Syntax.none().server());
    }
}
