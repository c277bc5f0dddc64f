// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.TestActivityLog;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MaildropCensus;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.retention.SetAsideMail.Restoration;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import nl.digipoort.james.testing.OpenApi;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The route of a maildrop, by the real WebAdmin server of James over HTTP. */
class MaildropRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String PATH = "/digipoort/maildrops/alice@example.org";
    private static final String UNUSED = "{\"user\":\"alice@example.org\",\"messages\":0,\"octets\":0,\"lock\":null,"
            + "\"lastLogin\":null,\"lastRetrieval\":null,\"heldDeliveries\":0,\"oldestHeldAt\":null,"
            + "\"limits\":{\"loginDelay\":0,\"retention\":\"never\",\"largestMessage\":\"unlimited\","
            + "\"quotaOctets\":\"unlimited\",\"quotaMessages\":\"unlimited\"}}";

    private final TestClock clock = new TestClock();
    private final TestLocks locks = new TestLocks();
    private final TestMailboxes mailboxes = new TestMailboxes();
    private final FakeHeldDeliveries held = new FakeHeldDeliveries();
    private final UsersRepository users = TestUsers.inMemory();
    private final ActivityLog activity = TestActivityLog.of(new MemoryActivityStore(clock::nanos), clock);
    private final AccountLimits limits = TestLimits.inMemory();
    private final QuotaLimits quotas = TestLimits.quotas();
    private final List<String> restored = new ArrayList<>();
    private final TestAudit trail = new TestAudit();
    private Restoration restoration = Restoration.DONE;
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        users.addUser(BOB, "secret");
        webAdmin = serve(new NoAuthenticationFilter(), users, new MailboxApiListing(), activity);
    }

    private TestWebAdminServer serve(
            AuthenticationFilter authentication, UsersRepository known, MessageListing listing, ActivityLog noted) {
        return TestWebAdminServer.start(
                authentication,
                new MaildropRoutes(
                        known,
                        new MaildropCensus(mailboxes.manager(), listing, new MemoryWireSizeStore()),
                        locks,
                        noted,
                        held,
                        limits,
                        quotas,
                        (user, mailbox) -> {
                            restored.add(user.asString() + " " + mailbox);
                            return restoration;
                        },
                        new AdministrationAudit(trail.trail()),
                        clock,
                        new JsonTransformer()));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void givesMailBackThatWasSetAside() throws Exception {
        HttpResponse<String> response = webAdmin.send("POST", PATH + "?action=restore&mailbox=removed-1");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(restored).containsExactly("alice@example.org removed-1");
        assertThat(trail.records("event", "act", "outcome", "user"))
                .containsExactly(
                        "administration-begun restore-mail alice@example.org",
                        "administration-ended restore-mail done alice@example.org");
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND,404", "NOT_EMPTY,409", "IN_USE,409"})
    void saysWhyMailIsNotGivenBack(Restoration outcome, int status) throws Exception {
        restoration = outcome;

        assertThat(webAdmin.send("POST", PATH + "?action=restore&mailbox=removed-1")
                        .statusCode())
                .isEqualTo(status);

        assertThat(trail.records("event", "outcome"))
                .containsExactly("administration-begun", "administration-ended failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/digipoort/maildrops/nobody@example.org?action=restore&mailbox=removed-1",
                PATH + "?action=restore",
                PATH + "?mailbox=removed-1"
            })
    void givesNothingBackWhenAskedWrongly(String path) throws Exception {
        assertThat(webAdmin.send("POST", path).statusCode()).isIn(400, 404);

        assertThat(restored).isEmpty();
        assertThat(trail.records("event")).isEmpty();
    }

    @Test
    void showsAMaildropThatNobodyHasUsed() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo(UNUSED);
    }

    @Test
    void showsAllThatIsKnownOfAMaildrop() throws Exception {
        use();
        clock.move(Duration.ofSeconds(7));
        locks.pass(Duration.ofSeconds(7));

        HttpResponse<String> response = webAdmin.send("GET", PATH);

        assertThat(response.body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"messages\":2,\"octets\":34,"
                        + "\"lock\":{\"user\":\"alice@example.org\",\"kind\":\"session\",\"client\":\"192.0.2.1\","
                        + "\"mail\":null,\"node\":\"node\",\"state\":\"held\",\"since\":\"1970-01-01T00:16:40Z\","
                        + "\"heldSeconds\":7,\"leftSeconds\":53,\"fence\":1},"
                        + "\"lastLogin\":{\"at\":\"1970-01-01T00:16:40Z\",\"client\":\"192.0.2.7\"},"
                        + "\"lastRetrieval\":{\"at\":\"1970-01-01T00:16:41Z\"},"
                        + "\"heldDeliveries\":2,\"oldestHeldAt\":\"1970-01-01T00:16:50Z\","
                        + "\"limits\":{\"loginDelay\":60,\"retention\":\"never\",\"largestMessage\":\"unlimited\","
                        + "\"quotaOctets\":\"unlimited\",\"quotaMessages\":5000}}");
        assertThat(webAdmin.send("GET", "/digipoort/maildrops/BOB%40Example.org")
                        .body())
                .isEqualTo(UNUSED.replace("alice", "bob")
                        .replace(
                                "\"heldDeliveries\":0,\"oldestHeldAt\":null",
                                "\"heldDeliveries\":1,\"oldestHeldAt\":\"1970-01-01T00:16:40Z\""));
    }

    private void use() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        mailboxes.append(ALICE, "Subject: b\r\n\r\nx\r\n");
        locks.held(ALICE);
        activity.loggedIn(ALICE, "192.0.2.7", Set.of());
        held.hold(ALICE, "Mail3", clock.instant().plusSeconds(11));
        held.hold(BOB, "Mail1", clock.instant());
        held.hold(ALICE, "Mail2", clock.instant().plusSeconds(10));
        clock.move(Duration.ofSeconds(1));
        activity.retrieved(ALICE);
        clock.move(Duration.ofSeconds(-1));
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
        quotas.setExceptions(ALICE, AccountLimitValues.of(Map.of(AccountLimit.QUOTA_MESSAGES, 5000L)));
    }

    @Test
    void answersAsTheDescriptionSays() throws Exception {
        OpenApi description = OpenApi.read(Path.of("..", "docs", "reference/openapi.yaml"));
        assertThat(description.problems("Maildrop", UNUSED)).isEmpty();
        use();

        assertThat(description.problems("Maildrop", webAdmin.send("GET", PATH).body()))
                .isEmpty();
        assertThat(description.problems("Maildrop", UNUSED.replace("\"lock\":null,", "")))
                .isNotEmpty();
        assertThat(description.problems(
                        "Error",
                        webAdmin.send("GET", "/digipoort/maildrops/eve@example.org")
                                .body()))
                .isEmpty();
    }

    @Test
    void knowsNoMaildropOfAUserThatJamesHasNot() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", "/digipoort/maildrops/eve@example.org");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"The user eve@example.org does not"
                        + " exist\",\"details\":null}");
    }

    @Test
    void refusesWhatCanBeNoName() throws Exception {
        for (String name : List.of("a%0Ab@example.org", "a@b@example.org")) {
            HttpResponse<String> response = webAdmin.send("GET", "/digipoort/maildrops/" + name);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"The user name in the path"
                                    + " is not valid\",\"details\":null}");
        }
        assertThat(webAdmin.send("GET", PATH, WebAdminGuard.METHOD_OVERRIDE, "GET")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void saysThatSomethingIsUnavailableAndNotWhat() throws Exception {
        locks.cutOff(true);
        assertUnavailable(webAdmin);
        locks.cutOff(false);
        held.cutOff();
        assertUnavailable(webAdmin);
    }

    @Test
    void saysThatTheMailboxIsUnavailableAndNotWhy() throws Exception {
        mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        MessageListing down = (manager, path, session) -> {
            throw new MailboxException("jdbc:postgresql://database/james");
        };
        try (TestWebAdminServer server = serve(new NoAuthenticationFilter(), users, down, activity)) {
            assertUnavailable(server);
        }
    }

    @Test
    void saysThatWhatWasNotedIsUnavailableAndNotWhy() throws Exception {
        ActivityStore down = new ActivityStore() {
            @Override
            public Activity find(Username maildrop) {
                throw new StoreUnavailableException("jdbc:postgresql://database/james", new IllegalStateException());
            }

            @Override
            public void save(Map<Username, Activity> activities) {
                throw new AssertionError("nothing is to be saved");
            }

            @Override
            public void countLogin(Username user) {
                throw new AssertionError("nothing is to be counted");
            }

            @Override
            public Optional<Duration> sinceCountedLogin(Username user) {
                throw new AssertionError("no delay is to be looked for");
            }

            @Override
            public void forget(Username maildrop) {
                throw new AssertionError("nothing is to be forgotten");
            }
        };
        try (TestWebAdminServer server =
                serve(new NoAuthenticationFilter(), users, new MailboxApiListing(), TestActivityLog.of(down, clock))) {
            assertUnavailable(server);
        }
    }

    private static void assertUnavailable(TestWebAdminServer server) throws Exception {
        HttpResponse<String> response = server.send("GET", PATH);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo(
                        "{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The maildrop, or what is known of"
                                + " it, cannot be reached; the log says more\",\"details\":null}");
    }

    @Test
    void changesNothing() throws Exception {
        use();
        for (String method : List.of("PUT", "DELETE")) {
            assertThat(webAdmin.send(method, PATH).statusCode()).isEqualTo(404);
        }
        assertThat(held.released()).isEmpty();
        assertThat(locks.store().look(ALICE)).isPresent();
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        TestTokens tokens = TestTokens.create();
        try (TestWebAdminServer guarded = serve(tokens.filter(), users, new MailboxApiListing(), activity)) {
            assertThat(guarded.send("GET", PATH).statusCode()).isEqualTo(401);
            assertThat(guarded.send("GET", PATH, tokens.bearer(false)).statusCode())
                    .isEqualTo(401);
            assertThat(guarded.send("OPTIONS", PATH, WebAdminGuard.METHOD_OVERRIDE, "GET")
                            .statusCode())
                    .isEqualTo(400);

            assertThat(guarded.send("GET", PATH, tokens.bearer(true)).body()).isEqualTo(UNUSED);
        }
    }
}
