// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** James's own routes of users, by the real WebAdmin server of James over HTTP. */
class WebAdminPasswordRecorderTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String PATH = "/users/alice@example.org";
    private static final String SECRET = "{\"password\":\"secret\"}";

    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private TestWebAdmin webAdmin;

    @BeforeEach
    void start() {
        webAdmin = TestWebAdmin.start(users, store);
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void makesTheRecordWhenAUserIsAdded() throws Exception {
        HttpResponse<String> response = webAdmin.put(PATH, SECRET);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
        assertThat(webAdmin.trail().records("event", "act", "outcome", "user"))
                .containsExactly(
                        "administration-begun webadmin alice@example.org",
                        "administration-ended webadmin done alice@example.org",
                        "administration-ended make-credentials done alice@example.org");
    }

    @Test
    void replacesTheRecordWhenThePasswordIsForced() throws Exception {
        webAdmin.put(PATH, SECRET);
        byte[] before = webAdmin.records().digests(ALICE, "alice").get(0);

        HttpResponse<String> response = webAdmin.put(PATH + "?force", "{\"password\":\"changed\"}");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(users.test(ALICE, "changed")).isTrue();
        assertThat(webAdmin.records().digests(ALICE, "alice")).hasSize(1).doesNotContain(before);
    }

    @Test
    void clearsAwayWhatARemovedUserLeavesAndOnceMoreWhenOneOfThatNameIsMade() throws Exception {
        webAdmin.put(PATH, SECRET);
        assertThat(webAdmin.changes().told).containsExactly("clear alice@example.org");
        webAdmin.put(PATH + "?force", "{\"password\":\"changed\"}");
        assertThat(webAdmin.changes().told).hasSize(2).endsWith("password of alice@example.org");

        webAdmin.send("DELETE", PATH, "");

        assertThat(webAdmin.changes().told).hasSize(3).endsWith("clear alice@example.org");
    }

    @Test
    void clearsNothingAwayWhenJamesRefusesTheUser() throws Exception {
        assertThat(webAdmin.put("/users/alice@unknown.org", SECRET).statusCode())
                .isEqualTo(400);

        assertThat(webAdmin.changes().told).isEmpty();
    }

    @Test
    void tellsWhenSomethingIsLeftOfARemovedUser() throws Exception {
        webAdmin.changes().fails = true;

        HttpResponse<String> made = webAdmin.put(PATH, SECRET);
        HttpResponse<String> removed = webAdmin.send("DELETE", PATH, "");

        assertThat(made.statusCode()).isEqualTo(500);
        assertThat(made.body()).contains("The user alice@example.org is made, but has mail or limits of a removed one");
        assertThat(removed.statusCode()).isEqualTo(500);
        assertThat(removed.body())
                .contains("The user alice@example.org is removed, but its mail or its limits are left");
        assertThat(users.contains(ALICE)).isFalse();
    }

    @Test
    void leavesTheRecordWhenJamesRefusesThePassword() throws Exception {
        webAdmin.put(PATH, SECRET);
        byte[] before = webAdmin.records().digests(ALICE, "alice").get(0);

        HttpResponse<String> response = webAdmin.put(PATH, "{\"password\":\"changed\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(webAdmin.records().digests(ALICE, "alice")).containsExactly(before);
    }

    @Test
    void makesNoRecordWhenJamesRefusesTheUserItHas() throws Exception {
        users.addUser(ALICE, "secret");

        assertThat(webAdmin.put(PATH, SECRET).statusCode()).isEqualTo(409);

        assertThat(store.find(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"password\":", "{\"password\":null}", "{\"password\":\"secret\",\"more\":1}", "{}", ""})
    void makesNoRecordWhenJamesCannotReadTheBody(String body) throws Exception {
        assertThat(webAdmin.put(PATH, body).statusCode()).isEqualTo(400);

        assertThat(store.find(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/users/alice%40example.org, alice@example.org",
        "/users/ALICE@Example.ORG, alice@example.org",
        "/users/%61lice@example.org, alice@example.org",
        "/users/alice+pop@example.org, alice+pop@example.org",
        "/users/alice%2Bpop@example.org, alice+pop@example.org",
        "/users/alice%252Bpop@example.org, alice%2bpop@example.org",
        "/users/j%C3%BCrgen@example.org, jürgen@example.org",
        "/users/%E5%8F%B7@example.org, 号@example.org",
        "/users/alice%2Fbob@example.org, alice/bob@example.org",
    })
    void takesTheNameInThePathAsJamesDoes(String path, String user) throws Exception {
        assertThat(webAdmin.put(path, SECRET).statusCode()).isEqualTo(204);

        assertThat(users.list()).toIterable().containsExactly(Username.of(user));
        assertThat(webAdmin.records().usable(Username.of(user))).isTrue();
        assertThat(webAdmin.get(path.replace("/users", CredentialRoutes.BASE)).statusCode())
                .isEqualTo(200);

        webAdmin.delete(path);
        assertThat(store.find(Username.of(user))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":[\"s\",\"e\",\"c\",\"r\",\"e\",\"t\"]}",
                "{\"password\":\"\\u0073ecret\"}",
                "{\"password\":\"wrong\",\"password\":\"secret\"}"
            })
    void readsTheBodyAsJamesDoes(String body) throws Exception {
        assertThat(webAdmin.put(PATH, body).statusCode()).isEqualTo(204);

        assertThat(users.test(ALICE, "secret")).isTrue();
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
    }

    @Test
    void setsNoPasswordFromABodyInChunks() throws Exception {
        assertThat(webAdmin.sendInChunks("PUT", PATH, SECRET).statusCode()).isEqualTo(411);

        assertThat(users.contains(ALICE)).isFalse();
    }

    @Test
    void takesAPasswordBeyondAscii() throws Exception {
        webAdmin.put(PATH, "{\"password\":\"pässwörd 密码\"}");

        assertThat(users.test(ALICE, "pässwörd 密码")).isTrue();
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
    }

    @Test
    void forgetsTheRecordWhenTheUserIsRemoved() throws Exception {
        webAdmin.put(PATH, SECRET);

        HttpResponse<String> response = webAdmin.delete(PATH);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void keepsTheRecordWhenJamesSaysItRemovedTheUserButDidNot() throws Exception {
        DomainList domains = TestUsers.domains();
        domains.addDomain(Domain.of("gone.example"));
        MemoryUsersRepository stuck = MemoryUsersRepository.withVirtualHosting(domains);
        stuck.configure(TestUsers.withVirtualHosting());
        try (TestWebAdmin other = TestWebAdmin.start(stuck, store)) {
            other.put("/users/alice@gone.example", SECRET);
            domains.removeDomain(Domain.of("gone.example"));

            assertThat(other.delete("/users/alice@gone.example").statusCode()).isEqualTo(204);

            assertThat(stuck.contains(Username.of("alice@gone.example"))).isTrue();
            assertThat(other.records().usable(Username.of("alice@gone.example")))
                    .isTrue();
        }
    }

    @Test
    void closesJamesRoutesToAMethodThatIsNotTheRequestLines() throws Exception {
        for (String method : List.of("OPTIONS", "POST", "GET")) {
            assertThat(webAdmin.send(method, PATH, SECRET, WebAdminGuard.METHOD_OVERRIDE, "PUT")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(users.contains(ALICE)).isFalse();
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void leavesTheRecordWhenTheUserIsOnlyLookedAt() throws Exception {
        webAdmin.put(PATH, SECRET);

        assertThat(webAdmin.send("HEAD", PATH, "").statusCode()).isEqualTo(200);
        assertThat(webAdmin.send("POST", PATH + "/verify", SECRET).statusCode()).isEqualTo(204);

        assertThat(webAdmin.records().usable(ALICE)).isTrue();
    }

    @Test
    void letsThePasswordStandAndTellsWhenTheRecordCannotBeMade() throws Exception {
        try (TestWebAdmin broken = TestWebAdmin.start(users, new StoreThatIsDown())) {
            HttpResponse<String> response = broken.put(PATH, SECRET);

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.body())
                    .isEqualTo("{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The password of"
                            + " alice@example.org is set, but its credential record is not made; hand the password"
                            + " in with PUT /digipoort/credentials/alice@example.org\",\"details\":null}");
            assertThat(users.test(ALICE, "secret")).isTrue();
        }
    }

    @Test
    void letsTheRemovalStandAndTellsWhenTheRecordCannotBeDeleted() throws Exception {
        users.addUser(ALICE, "secret");
        try (TestWebAdmin broken = TestWebAdmin.start(users, new StoreThatIsDown())) {
            HttpResponse<String> response = broken.delete(PATH);

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("is not deleted", "DELETE /digipoort/credentials/alice@example.org");
            assertThat(users.contains(ALICE)).isFalse();
        }
    }
}
