// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.mail.HeldDeliveries.Release;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes of held mail, by the real WebAdmin server of James over HTTP. */
class HeldRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String ALL = "/digipoort/held";
    private static final String PATH = ALL + "/alice@example.org";
    private static final String RELEASE = PATH + "?action=release";
    private static final String ALICES = "{\"user\":\"alice@example.org\",\"sequence\":1,\"mail\":\"Mail1\","
            + "\"octets\":120,\"arrivedAt\":\"1970-01-01T00:16:40Z\",\"heldSeconds\":9}";

    private final TestClock clock = new TestClock();
    private final FakeHeldDeliveries deliveries = new FakeHeldDeliveries();
    private final TestAudit records = new TestAudit();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() {
        deliveries.hold(ALICE, "Mail1", clock.instant());
        deliveries.hold(BOB, "Mail2", clock.instant().plusSeconds(10));
        clock.move(Duration.ofSeconds(9));
        webAdmin = serve(new NoAuthenticationFilter());
    }

    private TestWebAdminServer serve(AuthenticationFilter authentication) {
        JsonTransformer json = new JsonTransformer();
        AdministrationAudit audit = new AdministrationAudit(records.trail());
        return TestWebAdminServer.start(authentication, new HeldRoutes(deliveries, audit, clock, json));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsMaildropsThatWaitThatWithTheOldestFirst() throws Exception {
        deliveries.hold(BOB, "Mail3", clock.instant());

        HttpResponse<String> response = webAdmin.send("GET", ALL);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("[{\"user\":\"alice@example.org\",\"count\":1,"
                        + "\"oldestHeldAt\":\"1970-01-01T00:16:40Z\",\"heldSeconds\":9},"
                        + "{\"user\":\"bob@example.org\",\"count\":2,"
                        + "\"oldestHeldAt\":\"1970-01-01T00:16:49Z\",\"heldSeconds\":0}]");
    }

    @Test
    void showsAsManyAsAreAskedFor() throws Exception {
        deliveries.hold(ALICE, "Mail3", clock.instant());

        assertThat(webAdmin.send("GET", PATH + "?limit=1").body()).isEqualTo("[" + ALICES + "]");
        assertThat(webAdmin.send("GET", PATH).body()).contains("Mail3");
        assertThat(webAdmin.send("GET", PATH + "?limit=1001").statusCode()).isEqualTo(400);
    }

    @Test
    void showsThoseOfOneMaildrop() throws Exception {
        assertThat(webAdmin.send("GET", PATH).body()).isEqualTo("[" + ALICES + "]");
        assertThat(webAdmin.send("GET", ALL + "/eve@example.org").body()).isEqualTo("[]");
    }

    @Test
    void bringsThoseOfOneMaildropIn() throws Exception {
        try (CapturedLog log = CapturedLog.of(HeldRoutes.class)) {
            HttpResponse<String> response = webAdmin.send("POST", RELEASE);

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(log.take())
                    .containsExactly("INFO WebAdmin, asked from 127.0.0.1, brings held mail in for alice@example.org");
        }
        assertThat(deliveries.released()).containsExactly(ALICE);
        assertThat(records.records("event", "act", "outcome", "user"))
                .containsExactly(
                        "administration-begun release-held alice@example.org",
                        "administration-ended release-held done alice@example.org");
        assertThat(webAdmin.send("GET", ALL).body()).doesNotContain("alice").contains("bob");
    }

    @Test
    void saysHowManyASessionKeepsOut() throws Exception {
        deliveries.endWith(Release.IN_USE);

        HttpResponse<String> response = webAdmin.send("POST", RELEASE);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .isEqualTo(
                        "{\"statusCode\":409,\"type\":\"WrongState\",\"message\":\"The maildrop of alice@example.org is"
                                + " in use; deliveries held until it is free: 1\",\"details\":null}");
        assertThat(records.records("act", "outcome")).containsExactly("release-held", "release-held failed");
    }

    @Test
    void saysHowManyCouldNotBeBroughtIn() throws Exception {
        deliveries.endWith(Release.FAILED);

        HttpResponse<String> response = webAdmin.send("POST", RELEASE);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo("{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"Deliveries still held for"
                        + " alice@example.org: 1; the log says why, and it is tried again\",\"details\":null}");
    }

    @Test
    void releasesNothingWhereNothingIsHeld() throws Exception {
        HttpResponse<String> response = webAdmin.send("POST", ALL + "/eve@example.org?action=release");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"No delivery is held for"
                        + " eve@example.org\",\"details\":null}");
        assertThat(deliveries.released()).isEmpty();
    }

    @Test
    void showsAMailItselfAndRecordsThat() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", PATH + "/1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("message/rfc822");
        assertThat(response.body()).isEqualTo("Return-Path: <>\r\nMail1\r\n");
        assertThat(records.records("act", "outcome", "user"))
                .containsExactly("read-held alice@example.org", "read-held done alice@example.org");
    }

    @Test
    void removesOneMailAndNoOther() throws Exception {
        deliveries.hold(ALICE, "Mail3", clock.instant());

        assertThat(webAdmin.send("DELETE", PATH + "/1").statusCode()).isEqualTo(204);

        assertThat(webAdmin.send("GET", PATH).body()).contains("Mail3").doesNotContain("Mail1");
        String sha256 = Hashing.sha256()
                .hashString("Return-Path: <>\r\nMail1\r\n", StandardCharsets.US_ASCII)
                .toString();
        assertThat(records.records("act", "outcome", "held", "sha256"))
                .containsExactly("remove-held 1 " + sha256, "remove-held done 1 " + sha256);
    }

    @Test
    void removesNothingWhileTheMaildropIsInUse() throws Exception {
        deliveries.endWith(Release.IN_USE);

        HttpResponse<String> response = webAdmin.send("DELETE", PATH + "/1");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(webAdmin.send("GET", PATH).body()).contains("Mail1");
    }

    @Test
    void knowsNoMailButThoseThatAreHeld() throws Exception {
        for (String method : List.of("GET", "DELETE")) {
            HttpResponse<String> response = webAdmin.send(method, PATH + "/2");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("No mail with the sequence 2 is held for alice@example.org");
            assertThat(webAdmin.send(method, PATH + "/first").statusCode()).isEqualTo(400);
        }
        assertThat(records.records("act")).isEmpty();
    }

    @Test
    void doesNothingElse() throws Exception {
        for (String query : List.of("", "?action=delete", "?action=")) {
            HttpResponse<String> response = webAdmin.send("POST", PATH + query);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("InvalidArgument", "action=release");
        }
        assertThat(webAdmin.send("POST", ALL + "/a%0Ab@example.org?action=release")
                        .statusCode())
                .isEqualTo(400);
        assertThat(deliveries.released()).isEmpty();
    }

    @Test
    void saysThatTheRepositoryIsUnavailableAndNotWhy() throws Exception {
        deliveries.cutOff();

        for (HttpResponse<String> response :
                List.of(webAdmin.send("GET", ALL), webAdmin.send("GET", PATH), webAdmin.send("POST", RELEASE))) {
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The locks on maildrops or the"
                                    + " held mail cannot be reached; the log says more\",\"details\":null}");
        }
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        TestTokens tokens = TestTokens.create();
        try (TestWebAdminServer guarded = serve(tokens.filter())) {
            assertThat(guarded.send("GET", ALL).statusCode()).isEqualTo(401);
            assertThat(guarded.send("GET", PATH).statusCode()).isEqualTo(401);
            assertThat(guarded.send("POST", RELEASE, tokens.bearer(false)).statusCode())
                    .isEqualTo(401);
            assertThat(deliveries.released()).isEmpty();

            assertThat(guarded.send("POST", RELEASE, tokens.bearer(true)).statusCode())
                    .isEqualTo(204);
        }
    }
}
