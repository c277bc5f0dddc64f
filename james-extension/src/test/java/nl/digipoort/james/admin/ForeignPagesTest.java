// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spark.Service;

/** Requests with the headers of a browser, octet for octet: no library sends them as a browser does. */
class ForeignPagesTest {
    private static final String OURS = "/digipoort/anything";

    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() {
        serve(new NoAuthenticationFilter());
    }

    private void serve(AuthenticationFilter authentication) {
        webAdmin = TestWebAdminServer.start(authentication, List.of(new Anything()));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "POST"})
    void letsThoseInThatSayNothing(String method) throws Exception {
        assertThat(status(method, OURS, "Host: 127.0.0.1:8000")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE|Sec-Fetch-Site: cross-site",
                "DELETE|Sec-Fetch-Site: same-site",
                "POST|Sec-Fetch-Site: cross-site",
                "POST|Origin: https://evil.example",
                "POST|Origin: http://127.0.0.1:8001",
                "POST|Origin: null",
                "GET|Origin: https://evil.example",
                "GET|Origin: http://evil.example:8000",
                "GET|Origin: http://x127.0.0.1:8000",
            })
    void refusesPagesOfAnotherOrigin(String method, String header) throws Exception {
        String answer = send(method, OURS, "Host: 127.0.0.1:8000", header);

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("A page of another origin may not ask this");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE|Sec-Fetch-Site: same-origin|Origin: http://127.0.0.1:8000",
                // a proxy in front has replaced Host with its own
                "DELETE|Sec-Fetch-Site: same-origin|Origin: https://admin.example.org",
                "POST|Sec-Fetch-Site: none|Accept: */*",
                "DELETE|Origin: http://127.0.0.1:8000|Accept: */*",
                // the user follows a link to us
                "GET|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate",
            })
    void letsOurOwnPageIn(String method, String header, String another) throws Exception {
        assertThat(status(method, OURS, "Host: 127.0.0.1:8000", header, another))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000",
                "LOCALHOST",
                "james:8000",
                "console.localhost",
                "[::1]:8000",
                "192.0.2.7",
                "10.0.0.1:80"
            })
    void isAskedByNamesThatNobodyElseCanGiveIt(String host) throws Exception {
        assertThat(status("GET", OURS, "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:8000", "127.0.0.1.evil.example", "localhost.", "127.1"})
    void isNotAskedByNamesThatLeadHere(String host) throws Exception {
        String answer = send("GET", OURS, "Host: " + host, "Sec-Fetch-Site: same-origin");

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .contains("Without a token")
                .doesNotContain(host);
    }

    @Test
    void takesATokenForAnyNameButNotForAnyPage() throws Exception {
        webAdmin.close();
        TestTokens tokens = TestTokens.create();
        serve(tokens.filter());
        String token = bearer(tokens);

        assertThat(status("DELETE", OURS, "Host: admin.example.org", token)).isEqualTo(200);
        assertThat(status("DELETE", OURS, "Host: admin.example.org", token, "Origin: https://admin.example.org"))
                .isEqualTo(200);
        assertThat(status("DELETE", OURS, "Host: admin.example.org", token, "Origin: https://evil.example"))
                .isEqualTo(403);
        assertThat(status("DELETE", OURS, "Host: admin.example.org")).isEqualTo(403);
        assertThat(status("DELETE", OURS, "Host: 127.0.0.1")).isEqualTo(401);
    }

    @Test
    void areKeptAwayFromTheRoutesOfOthers() throws Exception {
        for (String path : List.of("/other", "/healthcheck", "/there/is/none")) {
            assertThat(status("GET", path, "Host: prometheus.example.org")).isEqualTo(403);
            assertThat(status("GET", path, "Host: 127.0.0.1", "Origin: https://evil.example"))
                    .isEqualTo(403);
        }
        assertThat(status("GET", "/other", "Host: 127.0.0.1")).isEqualTo(200);
    }

    private static String bearer(TestTokens tokens) throws GeneralSecurityException {
        String[] header = tokens.bearer(true);
        return header[0] + ": " + header[1];
    }

    private int status(String method, String path, String... headers) throws IOException {
        return RawRequest.status(send(method, path, headers));
    }

    private String send(String method, String path, String... headers) throws IOException {
        return new RawRequest(webAdmin.port()).send(method, path, headers);
    }

    private static final class Anything implements Routes {
        @Override
        public String getBasePath() {
            return DigipoortRoutes.BASE;
        }

        @Override
        public void define(Service service) {
            for (String path : new String[] {OURS, "/other"}) {
                service.get(path, (request, response) -> "done");
                service.post(path, (request, response) -> "done");
                service.delete(path, (request, response) -> "done");
            }
        }
    }
}
