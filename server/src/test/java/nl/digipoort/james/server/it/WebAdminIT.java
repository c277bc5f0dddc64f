// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does by WebAdmin, and what DIGEST-MD5 makes of it at once. */
@ExtendWith(SharedGateway.class)
class WebAdminIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";
    private static final String CREDENTIALS = "/digipoort/credentials/";

    private final TestGateway gateway;
    private final WebAdminClient webAdmin;

    WebAdminIT(TestGateway gateway) {
        this.gateway = gateway;
        this.webAdmin = gateway.webAdmin();
    }

    @Test
    void letsAUserInByDigestMd5AsSoonAsThePasswordIsSet() throws Exception {
        String user = "webadmin-new@" + TestGateway.DOMAIN;

        assertThat(webAdmin.setPassword(user, "eerste")).isEqualTo(204);
        assertThat(digestMd5(user, "eerste")).isEqualTo(READY);

        assertThat(webAdmin.setPassword(user, "tweede")).isEqualTo(204);
        assertThat(digestMd5(user, "eerste")).isEqualTo(REFUSED);
        assertThat(digestMd5(user, "tweede")).isEqualTo(READY);
    }

    @Test
    void letsNobodyInByTheOldDigestWhenAUserIsRemovedAndMadeAgain() throws Exception {
        String user = "webadmin-gone@" + TestGateway.DOMAIN;
        webAdmin.setPassword(user, "eerste");

        assertThat(webAdmin.send("DELETE", "/users/" + user, "").statusCode()).isEqualTo(204);
        assertThat(digestMd5(user, "eerste")).isEqualTo(REFUSED);
        assertThat(status("GET", user, "")).isEqualTo(404);

        webAdmin.setPassword(user, "tweede");
        assertThat(digestMd5(user, "eerste")).isEqualTo(REFUSED);
        assertThat(digestMd5(user, "tweede")).isEqualTo(READY);
    }

    @Test
    void showsDeletesAndMakesTheRecordOfAUser() throws Exception {
        Account account = gateway.newAccount("geheim");

        assertThat(state(account)).contains("\"usable\":true", "\"state\":\"usable\"", "\"realm\":\"");
        assertThat(status("DELETE", account.user(), "")).isEqualTo(204);
        assertThat(state(account)).contains("\"usable\":false", "\"state\":\"none\"");
        assertThat(digestMd5(account.user(), "geheim")).isEqualTo(REFUSED);

        assertThat(status("PUT", account.user(), "{\"password\":\"fout\"}")).isEqualTo(409);
        assertThat(status("PUT", account.user(), "{\"password\":")).isEqualTo(400);
        assertThat(status("PUT", "niemand@" + TestGateway.DOMAIN, "{\"password\":\"geheim\"}"))
                .isEqualTo(404);
        assertThat(digestMd5(account.user(), "geheim")).isEqualTo(REFUSED);

        assertThat(status("PUT", account.user(), "{\"password\":\"geheim\"}")).isEqualTo(204);
        assertThat(digestMd5(account.user(), "geheim")).isEqualTo(READY);
    }

    @ParameterizedTest
    @CsvSource({
        "Webadmin-Case%40DIGIPOORT.local, webadmin-case@digipoort.local",
        "webadmin+plus@digipoort.local, webadmin+plus@digipoort.local",
        "webadmin%2Bescaped@digipoort.local, webadmin+escaped@digipoort.local",
        "webadmin%2Fslash@digipoort.local, webadmin/slash@digipoort.local",
        "webadmin%25percent@digipoort.local, webadmin%percent@digipoort.local",
        "w%C3%A9badmin@digipoort.local, wébadmin@digipoort.local",
    })
    void takesTheNameInThePathAsJamesDoes(String path, String user) throws Exception {
        assertThat(webAdmin.setPassword(path, "geheim")).isEqualTo(204);

        assertThat(webAdmin.get(CREDENTIALS + path)).contains("\"user\":\"" + user + "\"", "\"usable\":true");
        assertThat(webAdmin.get("/users")).contains("\"" + user + "\"");
        assertThat(digestMd5(user, "geheim")).isEqualTo(READY);
    }

    @Test
    void leavesNoPasswordInTheLog() throws Exception {
        String user = "webadmin-log@" + TestGateway.DOMAIN;
        webAdmin.setPassword(user, "Zeer-Geheim-4721");

        status("PUT", user, "{\"password\":\"Zeer-Geheim-4722\"}");
        status("PUT", user, "{\"password\":\"Zeer-Geheim-4723\"");
        status("PUT", "niemand@elders.example", "{\"password\":\"Zeer-Geheim-4724\"}");
        status("PUT", user, "{\"password\":\"Zeer-Geheim-4721\"}");

        assertThat(Files.readString(gateway.process().home().resolve("var/log/digipoort.log")))
                .doesNotContain("Geheim-472");
    }

    private String state(Account account) throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", CREDENTIALS + account.user(), "");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private int status(String method, String user, String body) throws Exception {
        return webAdmin.send(method, CREDENTIALS + user, body).statusCode();
    }

    private String digestMd5(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            String answer = new DigestMd5Login(user, password).on(client);
            assertThat(client.command("QUIT")).startsWith("+OK");
            return answer;
        }
    }
}
