// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.limits.StoredAccountLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.retention.TestRetention;
import nl.digipoort.james.stores.memory.MemoryAccountLimitStore;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of the limits of accounts, by the real WebAdmin server of James over HTTP. */
class AccountLimitRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String ALL = "/digipoort/limits";
    private static final String PATH = ALL + "/alice@example.org";

    /** The limits that most tests leave alone. */
    private static final String REST =
            "\"retention\":\"never\",\"largestMessage\":\"unlimited\",\"quotaOctets\":\"unlimited\","
                    + "\"quotaMessages\":\"unlimited\"";

    private final Store store = new Store();
    private final QuotaLimits quotas = TestLimits.quotas();
    private final AccountLimits limits = TestLimits.over(store);
    private final TestAudit records = new TestAudit();
    private final UsersRepository users = TestUsers.inMemory();
    private final TestRetention retention = new TestRetention(limits, records.trail());
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        webAdmin = serve(new NoAuthenticationFilter());
    }

    private TestWebAdminServer serve(AuthenticationFilter authentication) {
        return TestWebAdminServer.start(
                authentication,
                new AccountLimitRoutes(
                        limits,
                        quotas,
                        retention.retention(),
                        users,
                        new AdministrationAudit(records.trail()),
                        new JsonTransformer()));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsWhatIsInForceForAllAndWhatWasSet() throws Exception {
        assertThat(webAdmin.send("GET", ALL).body())
                .isEqualTo("{\"limits\":{\"loginDelay\":0," + REST + "},\"set\":{},\"exceptions\":{}}");

        assertThat(put(ALL, "{\"loginDelay\":60}").statusCode()).isEqualTo(204);
        assertThat(put(PATH, "{\"loginDelay\":5}").statusCode()).isEqualTo(204);

        HttpResponse<String> response = webAdmin.send("GET", ALL);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"limits\":{\"loginDelay\":60," + REST + "},\"set\":{\"loginDelay\":60},"
                        + "\"exceptions\":{\"alice@example.org\":{\"loginDelay\":5}}}");
    }

    @Test
    void setsAndRemovesTheExceptionsOfAUser() throws Exception {
        put(ALL, "{\"loginDelay\":60}");

        assertThat(put(PATH, "{\"loginDelay\":0}").statusCode()).isEqualTo(204);
        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"limits\":{\"loginDelay\":0," + REST + "},"
                        + "\"exceptions\":{\"loginDelay\":0}}");
        assertThat(limits.of(ALICE, AccountLimit.LOGIN_DELAY)).isZero();

        assertThat(webAdmin.send("DELETE", PATH).statusCode()).isEqualTo(204);
        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"limits\":{\"loginDelay\":60," + REST + "},"
                        + "\"exceptions\":{}}");
        assertThat(limits.of(ALICE, AccountLimit.LOGIN_DELAY)).isEqualTo(60);
    }

    @Test
    void goesBackToWhatIsConfigured() throws Exception {
        put(ALL, "{\"loginDelay\":60}");
        put(PATH, "{\"loginDelay\":5}");

        assertThat(put(PATH, "{}").statusCode()).isEqualTo(204);
        assertThat(webAdmin.send("DELETE", ALL).statusCode()).isEqualTo(204);

        assertThat(webAdmin.send("GET", ALL).body())
                .isEqualTo("{\"limits\":{\"loginDelay\":0," + REST + "},\"set\":{},\"exceptions\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"loginDelay\":-1}|loginDelay is -1; allowed: a whole number from 0 to 86400",
                "{\"loginDelay\":86401}|loginDelay is 86401; allowed: a whole number from 0 to 86400",
                "{\"loginDelay\":1.5}|loginDelay is 1.5; allowed: a whole number from 0 to 86400",
                "{\"loginDelay\":\"60\"}|loginDelay is \"60\"; allowed: a whole number from 0 to 86400",
                "{\"loginDelay\":null}|loginDelay is null; allowed: a whole number from 0 to 86400",
                "{\"loginDelay\":[60]}|loginDelay is [60]; allowed: a whole number from 0 to 86400",
                "{\"retention\":0}|retention is 0; allowed: a whole number from 1 to 36500, or never",
                "{\"retention\":-1}|retention is -1; allowed: a whole number from 1 to 36500, or never",
                "{\"retention\":\"30\"}|retention is \"30\"; allowed: a whole number from 1 to 36500, or never",
                "{\"delay\":60}|'delay' is unknown; allowed are " + KEYS,
                "[]|The body must be one JSON object with some of the keys " + KEYS,
                "{\"loginDelay\":60} {}|The body must be one JSON object with some of the keys " + KEYS,
                "{\"loginDelay\":60,\"loginDelay\":61}|The body must be one JSON object with some of the keys " + KEYS,
            })
    void saysWhichKeyWasFoundHowAndWhatIsAllowed(String body, String complaint) throws Exception {
        for (String path : List.of(ALL, PATH)) {
            HttpResponse<String> response = put(path, body);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo("{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\""
                            + complaint.replace("\"", "\\\"") + "\",\"details\":null}");
        }
        assertThat(records.lines()).isEmpty();
        assertThat(limits.exceptions()).isEmpty();
    }

    private static final String KEYS = "loginDelay, retention, largestMessage, quotaOctets, quotaMessages";

    @Test
    void repeatsOnlyTheBeginningOfWhatItFound() throws Exception {
        assertThat(put(PATH, "{\"loginDelay\":\"" + "x".repeat(100) + "\"}").body())
                .contains("loginDelay is \\\"" + "x".repeat(39) + "...;");
        assertThat(put(PATH, "{\"" + "y".repeat(100) + "\":1}").body()).contains("'" + "y".repeat(40) + "...'");
        assertThat(put(PATH, "").statusCode()).isEqualTo(400);
        assertThat(put(PATH, "{\"loginDelay\":1" + " ".repeat(8192) + "}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void hasLimitsForUsersThatThereAreAndTakesThoseOfOthersBack() throws Exception {
        String nobody = ALL + "/nobody@example.org";
        limits.setExceptions(Username.of("nobody@example.org"), TestLimits.loginDelay(1));

        for (HttpResponse<String> response : List.of(webAdmin.send("GET", nobody), put(nobody, "{}"))) {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("The user nobody@example.org does not exist");
        }
        assertThat(webAdmin.send("DELETE", nobody).statusCode()).isEqualTo(204);

        assertThat(limits.exceptions()).isEmpty();
        assertThat(put(ALL + "/alice%0Abob@example.org", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void recordsWhatIsDoneAndDoesNothingUnrecorded() throws Exception {
        put(ALL, "{\"loginDelay\":60}");
        put(PATH, "{\"loginDelay\":5}");
        webAdmin.send("DELETE", PATH);
        webAdmin.send("DELETE", ALL);

        assertThat(records.records("event", "act", "user", "limits", "outcome"))
                .containsExactly(
                        "administration-begun set-limits loginDelay=60",
                        "administration-ended set-limits loginDelay=60 done",
                        "administration-begun set-limits alice@example.org loginDelay=5",
                        "administration-ended set-limits alice@example.org loginDelay=5 done",
                        "administration-begun remove-limits alice@example.org",
                        "administration-ended remove-limits alice@example.org done",
                        "administration-begun remove-limits",
                        "administration-ended remove-limits done");

        records.breakDown(true);
        assertThat(put(PATH, "{\"loginDelay\":5}").statusCode()).isEqualTo(500);
        assertThat(limits.exceptions()).isEmpty();
    }

    @Test
    void setsQuotasOfJamesAndShowsThem() throws Exception {
        put(ALL, "{\"quotaOctets\":5000}");
        assertThat(put(PATH, "{\"quotaMessages\":10,\"quotaOctets\":\"unlimited\",\"largestMessage\":2000}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo(
                        "{\"user\":\"alice@example.org\",\"limits\":{\"loginDelay\":0,\"retention\":\"never\","
                                + "\"largestMessage\":2000,\"quotaOctets\":\"unlimited\",\"quotaMessages\":10},"
                                + "\"exceptions\":{\"largestMessage\":2000,\"quotaOctets\":\"unlimited\",\"quotaMessages\":10}}");
        assertThat(quotas.of(ALICE)).hasToString("quotaOctets=unlimited, quotaMessages=10");
        assertThat(limits.exceptionsOf(ALICE)).hasToString("largestMessage=2000");

        put(PATH, "{}");
        assertThat(quotas.of(ALICE)).hasToString("quotaOctets=5000, quotaMessages=unlimited");
        webAdmin.send("DELETE", ALL);
        assertThat(webAdmin.send("GET", ALL).body()).endsWith("\"set\":{},\"exceptions\":{}}");
    }

    @Test
    void removesOldMessagesAtOnce() throws Exception {
        put(PATH, "{\"retention\":30}");
        retention.append(ALICE, Duration.ofDays(32), "old");
        retention.append(ALICE, Duration.ofDays(29), "young");

        HttpResponse<String> response = webAdmin.send("POST", PATH + "?action=expire");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"deleted\":1}");
        assertThat(retention.subjects(ALICE)).containsExactly("young");
        assertThat(records.records("event", "act", "user", "outcome").subList(2, 6))
                .containsExactly(
                        "administration-begun expire alice@example.org",
                        "expiration-begun",
                        "expiration-ended deleted",
                        "administration-ended expire alice@example.org done");
    }

    @Test
    void removesNothingWhereNothingMayBeRemoved() throws Exception {
        retention.append(ALICE, Duration.ofDays(32), "old");
        assertThat(webAdmin.send("POST", PATH + "?action=expire").statusCode()).isEqualTo(409);
        put(PATH, "{\"retention\":30}");
        assertThat(webAdmin.send("POST", PATH + "?action=delete").statusCode()).isEqualTo(400);
        assertThat(webAdmin.send("POST", ALL + "/nobody@example.org?action=expire")
                        .statusCode())
                .isEqualTo(404);
        OpenMaildrop session = retention.open(ALICE);

        HttpResponse<String> response = webAdmin.send("POST", PATH + "?action=expire");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("The maildrop of alice@example.org is in use; messages removed before: 0");
        session.release();
        assertThat(retention.subjects(ALICE)).containsExactly("old");
    }

    @Test
    void saysThatTheStoreIsUnavailableAndNotWhy() throws Exception {
        limits.forAll();
        store.unavailable = true;

        for (HttpResponse<String> response : List.of(
                put(ALL, "{\"loginDelay\":1}"),
                put(PATH, "{\"loginDelay\":1}"),
                webAdmin.send("DELETE", ALL),
                webAdmin.send("DELETE", PATH))) {
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .isEqualTo("{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The limits cannot be"
                            + " reached; the log says more\",\"details\":null}");
        }
        assertThat(webAdmin.send("GET", PATH).statusCode()).isEqualTo(200);
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        TestTokens tokens = TestTokens.create();
        try (TestWebAdminServer guarded = serve(tokens.filter())) {
            assertThat(guarded.send("GET", ALL).statusCode()).isEqualTo(401);
            assertThat(guarded.send("DELETE", PATH, tokens.bearer(false)).statusCode())
                    .isEqualTo(401);
            assertThat(guarded.send("OPTIONS", PATH, WebAdminGuard.METHOD_OVERRIDE, "DELETE")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(guarded.send("DELETE", PATH, tokens.bearer(true)).statusCode())
                    .isEqualTo(204);
        }
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return webAdmin.send("PUT", path, BodyPublishers.ofString(body));
    }

    private static final class Store implements AccountLimitStore {
        private final AccountLimitStore store = new MemoryAccountLimitStore();
        private boolean unavailable;

        @Override
        public StoredAccountLimits all() {
            reach();
            return store.all();
        }

        @Override
        public void setForAll(AccountLimitValues values) {
            reach();
            store.setForAll(values);
        }

        @Override
        public void setExceptions(Username user, AccountLimitValues values) {
            reach();
            store.setExceptions(user, values);
        }

        private void reach() {
            if (unavailable) {
                throw new StoreUnavailableException("out of reach", new IllegalStateException());
            }
        }
    }
}
