// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockMetrics;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the locks, by the real WebAdmin server of James over HTTP. */
class LockRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String ALL = "/digipoort/locks";
    private static final String PATH = ALL + "/alice@example.org";
    private static final String ALICES =
            "{\"user\":\"alice@example.org\",\"kind\":\"session\",\"client\":\"192.0.2.1\","
                    + "\"mail\":null,\"node\":\"node-1\",\"state\":\"held\",\"since\":\"1970-01-01T00:16:40Z\","
                    + "\"heldSeconds\":7,\"leftSeconds\":53,\"fence\":1}";
    private static final String NOT_LOCKED =
            "{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"There is no lock on"
                    + " the maildrop of alice@example.org\",\"details\":null}";

    private final TestClock clock = new TestClock();
    private final TestLocks locks = new TestLocks();
    private final TestAudit records = new TestAudit();
    private Leases leases;
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        var configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("lock.node", "node-1");
        leases = new Leases(
                locks,
                locks.keeper(),
                LockSettings.from(Section.only("test.xml", configuration, "lock")),
                new LockMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        webAdmin = serve(new NoAuthenticationFilter());
    }

    private TestWebAdminServer serve(AuthenticationFilter authentication) {
        JsonTransformer json = new JsonTransformer();
        AdministrationAudit audit = new AdministrationAudit(records.trail());
        return TestWebAdminServer.start(authentication, new LockRoutes(locks, leases, audit, clock, json));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsNoLocksWhereThereAreNone() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", ALL);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("[]");
    }

    @Test
    void showsEveryLockInForceTheOldestFirst() throws Exception {
        session();
        pass(5);
        assertThat(locks.store().acquire(BOB, LeaseHolder.of(HolderKind.DELIVERY, "node-2", "Mail7")))
                .isPresent();
        pass(2);

        assertThat(webAdmin.send("GET", ALL).body())
                .isEqualTo("[" + ALICES + ",{\"user\":\"bob@example.org\",\"kind\":\"delivery\",\"client\":null,"
                        + "\"mail\":\"Mail7\",\"node\":\"node-2\",\"state\":\"held\","
                        + "\"since\":\"1970-01-01T00:16:45Z\",\"heldSeconds\":2,\"leftSeconds\":58,\"fence\":2}]");

        pass(54);
        assertThat(webAdmin.send("GET", ALL).body()).doesNotContain("alice").contains("bob");
    }

    @Test
    void showsTheLockOfOneMaildrop() throws Exception {
        session();
        pass(7);

        HttpResponse<String> response = webAdmin.send("GET", PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(ALICES);
    }

    @Test
    void showsThatASessionDeletes() throws Exception {
        assertThat(session().beginUpdate()).isTrue();

        assertThat(webAdmin.send("GET", PATH).body()).contains("\"state\":\"updating\"");
    }

    @Test
    void counts0SecondsWhenTheClockOfTheStoreIsAhead() throws Exception {
        locks.pass(Duration.ofSeconds(3));
        session();

        assertThat(webAdmin.send("GET", PATH).body()).contains("\"heldSeconds\":0,");
    }

    @Test
    void knowsNoLockWhereNoneIsInForce() throws Exception {
        for (String method : List.of("GET", "DELETE")) {
            HttpResponse<String> response = webAdmin.send(method, PATH + "?fence=1");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo(NOT_LOCKED);
        }
    }

    @Test
    void breaksTheLockThatIsMeantAndSaysSoInTheLog() throws Exception {
        OwnedLease session = session();

        try (CapturedLog log = CapturedLog.of(LockRoutes.class)) {
            HttpResponse<String> response = webAdmin.send("DELETE", PATH + "?fence=1");

            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(log.take())
                    .containsExactly("WARN WebAdmin, asked from 127.0.0.1, has broken the lock on alice@example.org by"
                            + " SESSION of 192.0.2.1 on node-1 since 1970-01-01T00:16:40Z, fence 1, HELD");
        }
        assertThat(session.isLost()).isTrue();
        assertThat(locks.store().look(ALICE)).isEmpty();
        assertThat(webAdmin.send("DELETE", PATH + "?fence=1").statusCode()).isEqualTo(404);
        assertThat(records.records("event", "act", "outcome", "address", "user", "fence", "holder"))
                .containsExactly(
                        "administration-begun break-lock 127.0.0.1 alice@example.org 1 SESSION of 192.0.2.1 on node-1",
                        "administration-ended break-lock done 127.0.0.1 alice@example.org 1 SESSION of 192.0.2.1 on"
                                + " node-1");
    }

    @Test
    void breaksNoLockUnrecorded() throws Exception {
        OwnedLease session = session();
        records.breakDown(true);

        HttpResponse<String> response = webAdmin.send("DELETE", PATH + "?fence=1");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo(
                        "{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The audit trail cannot be written,"
                                + " so nothing was done; the log says more\",\"details\":null}");
        assertThat(session.isLost()).isFalse();
    }

    @Test
    void leavesTheLockOfASuccessorAlone() throws Exception {
        session().release();
        OwnedLease successor = session();

        try (CapturedLog log = CapturedLog.of(LockRoutes.class)) {
            HttpResponse<String> response = webAdmin.send("DELETE", PATH + "?fence=1");

            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body())
                    .isEqualTo("{\"statusCode\":409,\"type\":\"WrongState\",\"message\":\"The lock on the maildrop of"
                            + " alice@example.org has the fence 2 now\",\"details\":null}");
            assertThat(log.take()).isEmpty();
        }
        assertThat(successor.isLost()).isFalse();
        assertThat(locks.store().look(ALICE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?fence", "?fence=", "?fence=all", "?fence=1.0", "?fences=1", "?fence=99999999999999999999"})
    void breaksNoLockWithoutItsFence(String query) throws Exception {
        OwnedLease session = session();

        HttpResponse<String> response = webAdmin.send("DELETE", PATH + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"The query must be fence=N,"
                        + " with the fence of the lock that is meant\",\"details\":null}");
        assertThat(session.isLost()).isFalse();
    }

    @Test
    void refusesANameThatNoUserCanHave() throws Exception {
        for (String method : List.of("GET", "DELETE")) {
            assertThat(webAdmin.send(method, ALL + "/alice%0Abob@example.org?fence=1")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void saysThatTheStoreIsUnavailableAndNotWhy() throws Exception {
        OwnedLease session = session();
        locks.cutOff(true);

        for (HttpResponse<String> response : List.of(
                webAdmin.send("GET", ALL), webAdmin.send("GET", PATH), webAdmin.send("DELETE", PATH + "?fence=1"))) {
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .isEqualTo("{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The locks on maildrops or"
                            + " the held mail cannot be reached; the log says more\",\"details\":null}");
        }
        assertThat(session.isLost()).isFalse();
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        OwnedLease session = session();
        TestTokens tokens = TestTokens.create();
        try (TestWebAdminServer guarded = serve(tokens.filter())) {
            assertThat(guarded.send("GET", ALL).statusCode()).isEqualTo(401);
            assertThat(guarded.send("GET", PATH).statusCode()).isEqualTo(401);
            assertThat(guarded.send("DELETE", PATH + "?fence=1", tokens.bearer(false))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(guarded.send("OPTIONS", PATH + "?fence=1", WebAdminGuard.METHOD_OVERRIDE, "DELETE")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(session.isLost()).isFalse();

            assertThat(guarded.send("DELETE", PATH + "?fence=1", tokens.bearer(true))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(records.records("administrator")).containsExactly("operator", "operator");
    }

    private OwnedLease session() {
        return leases.forSession(ALICE, "192.0.2.1").ask().orElseThrow();
    }

    private void pass(int seconds) {
        clock.move(Duration.ofSeconds(seconds));
        locks.pass(Duration.ofSeconds(seconds));
    }
}
