// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.TestUses;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How accounts log in, by the real WebAdmin server of James over HTTP. */
class UseRoutesTest {
    private static final String PATH = "/digipoort/uses";
    private static final Pattern USER = Pattern.compile("\"user\":\"([a-z0-9]+)@");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final TestClock clock = new TestClock();
    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryUseStore store = new MemoryUseStore();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        clock.move(Duration.between(clock.instant(), NOW));
        users.addUser(user("anna"), "secret");
        users.addUser(user("emma"), "secret");
        note("anna", 1, Use.DIGEST_MD5, Use.TLS_1_2);
        note("bob", 1, Use.SCRAM_SHA_256, Use.TLS_1_3);
        note("bob", 20, Use.DIGEST_MD5, Use.TLS_1_2);
        note("carol", 2, Use.PLAIN, Use.TLS_1_3);
        note("dora", 100, Use.DIGEST_MD5, Use.TLS_1_2_CBC);
        webAdmin = serve(store);
    }

    private TestWebAdminServer serve(UseStore uses) {
        return TestWebAdminServer.start(
                new NoAuthenticationFilter(),
                new UseRoutes(uses, TestUses.log(uses), users, TestClocks.watching(clock), new JsonTransformer()));
    }

    private void note(String name, int daysAgo, Use... uses) {
        store.save(Map.of(user(name), Uses.of(Set.of(uses), NOW.minus(Duration.ofDays(daysAgo)), "192.0.2.7")));
    }

    private static Username user(String name) {
        return Username.of(name + "@example.org");
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void tellsWhatAnAccountStillNeedsAndSinceWhen() throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?limit=1").body())
                .isEqualTo("{\"from\":\"2026-08-26T12:00:00Z\",\"now\":\"2026-11-24T12:00:00Z\",\"lookedAt\":1,"
                        + "\"next\":\"anna@example.org\",\"accounts\":[{\"user\":\"anna@example.org\","
                        + "\"strongestMechanism\":\"DIGEST-MD5\",\"weakestMechanism\":\"DIGEST-MD5\","
                        + "\"strongestTls\":\"TLSv1.2\",\"weakestTls\":\"TLSv1.2\","
                        + "\"stillNeeds\":[\"DIGEST-MD5\",\"TLSv1.2\"],\"alsoUses\":[],\"uses\":["
                        + "{\"use\":\"DIGEST-MD5\",\"old\":[\"DIGEST-MD5\"],\"firstAt\":\"2026-11-23T12:00:00Z\","
                        + "\"lastAt\":\"2026-11-23T12:00:00Z\",\"lastClient\":\"192.0.2.7\",\"within\":true},"
                        + "{\"use\":\"TLSv1.2\",\"old\":[\"TLSv1.2\"],\"firstAt\":\"2026-11-23T12:00:00Z\","
                        + "\"lastAt\":\"2026-11-23T12:00:00Z\",\"lastClient\":\"192.0.2.7\",\"within\":true}]}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|anna bob carol dora",
                "?use=DIGEST-MD5|anna bob",
                "?use=DIGEST-MD5&within=10d|anna",
                "?use=DIGEST-MD5&within=200d|anna bob dora",
                "?use=DIGEST-MD5&since=2026-08-01|anna bob dora",
                "?use=DIGEST-MD5&since=2026-11-23T12:00:00Z|anna",
                "?use=DIGEST-MD5&since=2026-11-23T12:00:01Z|",
                "?use=TLSv1.2&within=200d|anna bob dora",
                "?use=TLSv1.2-CBC&within=200d|dora",
                "?use=clear-password|carol",
                "?use=PLAIN|carol",
                "?stillNeeds=DIGEST-MD5|anna",
                "?stillNeeds=DIGEST-MD5&within=200d|anna dora",
                "?stillNeeds=clear-password|carol",
                "?stillNeeds=TLSv1.2|anna",
                "?stillNeeds=older-TLS|",
                "?use=DIGEST-MD5&notSince=2026-11-10|bob",
                "?use=DIGEST-MD5&notSince=2026-11-10&within=200d|bob dora",
                "?notSince=2026-09-01|dora",
                "?stillNeeds=TLSv1.2&notSince=2026-11-24|anna",
                "?next=bob@example.org|carol dora",
                "?next=zoe@example.org|",
            })
    void findsTheAccountsThatAreAskedFor(String query, String expected) throws Exception {
        assertThat(found(webAdmin.send("GET", PATH + Optional.ofNullable(query).orElse(""))
                        .body()))
                .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void givesAPageAtATimeAndSaysWhereToGoOn() throws Exception {
        String first = webAdmin.send("GET", PATH + "?limit=3").body();
        assertThat(found(first)).containsExactly("anna", "bob", "carol");
        assertThat(first).contains("\"next\":\"carol@example.org\"");

        String second =
                webAdmin.send("GET", PATH + "?limit=3&next=carol@example.org").body();

        assertThat(found(second)).containsExactly("dora");
        assertThat(second).contains("\"next\":null");
    }

    @Test
    void looksAtSoManyAccountsInOneRequest() throws Exception {
        Map<Username, Uses> many = new HashMap<>();
        for (int i = 0; i < UseRoutes.MOST_LOOKED_AT + 10; i++) {
            many.put(user("x" + (100_000 + i)), Uses.of(Set.of(Use.EXTERNAL), NOW, "192.0.2.7"));
        }
        store.save(many);
        note("z", 1, Use.LOGIN);

        String first = webAdmin.send("GET", PATH + "?use=LOGIN").body();
        String next = Pattern.compile("\"next\":\"([^\"]+)\"")
                .matcher(first)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.joining());
        String second = webAdmin.send("GET", PATH + "?use=LOGIN&next=" + next).body();

        assertThat(first).contains("\"lookedAt\":10000").endsWith("\"accounts\":[]}");
        assertThat(found(second)).containsExactly("z");
        assertThat(second).contains("\"next\":null");
    }

    @Test
    void showsOneAccountOrThatThereIsNone() throws Exception {
        assertThat(webAdmin.send("GET", PATH + "/anna@example.org?within=30d").body())
                .startsWith("{\"from\":\"2026-10-25T12:00:00Z\",\"user\":\"anna@example.org\",")
                .contains("\"stillNeeds\":[\"DIGEST-MD5\",\"TLSv1.2\"]");
        assertThat(webAdmin.send("GET", PATH + "/emma@example.org").body())
                .contains("\"strongestMechanism\":null", "\"stillNeeds\":[]")
                .endsWith("\"uses\":[]}");
        assertThat(webAdmin.send("GET", PATH + "/nobody@example.org").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "use=digest",
                "stillNeeds=PLAIN",
                "within=30",
                "within=0d",
                "since=yesterday",
                "since=2026-13-01",
                "notSince=1",
                "since=2026-11-01&within=3d",
                "use=DIGEST-MD5&notSince=2026-08-01",
                "use=DIGEST-MD5&since=2026-11-01&notSince=2026-11-01",
                "stillNeeds=DIGEST-MD5&within=30d&notSince=2026-10-01",
                "limit=0",
                "limit=1001"
            })
    void refusesWhatItDoesNotKnow(String query) throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void namesBothTimesWhereNobodyCouldBeFound() throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?use=DIGEST-MD5&within=30d&notSince=2026-10-01")
                        .body())
                .contains("2026-10-25T12:00:00Z", "2026-10-01T00:00:00Z");
        assertThat(webAdmin.send("GET", PATH + "?within=30d&notSince=2026-10-01")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysSoWhenTheStoreIsUnavailable() throws Exception {
        webAdmin.close();
        webAdmin = serve(new UseStore() {
            @Override
            public Uses find(Username user) {
                throw down();
            }

            @Override
            public void save(Map<Username, Uses> news) {
                throw down();
            }

            @Override
            public List<AccountUses> page(Optional<Username> after, int most) {
                throw down();
            }

            @Override
            public void forget(Username user) {
                throw down();
            }

            private StoreUnavailableException down() {
                return new StoreUnavailableException("down", new IllegalStateException());
            }
        });

        for (String path : List.of(PATH, PATH + "/anna@example.org")) {
            assertThat(webAdmin.send("GET", path).statusCode()).isEqualTo(500);
        }
    }

    private static List<String> found(String body) {
        return USER.matcher(body)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toList());
    }
}
