// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import nl.digipoort.james.credential.SealedRecord;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our routes, by the real WebAdmin server of James over HTTP. */
class CredentialRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String PATH = "/digipoort/credentials/alice@example.org";
    private static final String SECRET = "{\"password\":\"secret\"}";
    private static final String ZERO_KEY_ID = "66687aad";

    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private TestWebAdmin webAdmin;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        webAdmin = TestWebAdmin.start(users, store);
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsTheStateOfAUsableRecordAndNothingOfTheRecord() throws Exception {
        webAdmin.records().remember(ALICE, "secret");

        HttpResponse<String> response = webAdmin.get(PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo(state("usable", "example.org", ZERO_KEY_ID));
    }

    @Test
    void saysThatThereIsNoRecord() throws Exception {
        assertThat(webAdmin.get(PATH).body())
                .isEqualTo(
                        "{\"user\":\"alice@example.org\",\"usable\":false,\"scram\":false,\"state\":\"none\",\"realm\":null,"
                                + "\"createdAt\":null,\"keyId\":null}");
    }

    @Test
    void saysThatThePasswordChangedUnseen() throws Exception {
        webAdmin.records().remember(ALICE, "secret");
        TestUsers.setPassword(users, ALICE, "changed");

        assertThat(webAdmin.get(PATH).body()).isEqualTo(state("void-password-changed", "example.org", ZERO_KEY_ID));
    }

    @Test
    void saysThatTheRealmChanged() throws Exception {
        TestWebAdmin.records(users, store, "old.example", new byte[32]).remember(ALICE, "secret");

        assertThat(webAdmin.get(PATH).body()).isEqualTo(state("void-realm-changed", "old.example", ZERO_KEY_ID));
    }

    @Test
    void saysThatTheRecordIsUnderAnotherKey() throws Exception {
        byte[] other = new byte[32];
        Arrays.fill(other, (byte) 1);
        TestWebAdmin.records(users, store, "example.org", other).remember(ALICE, "secret");

        assertThat(webAdmin.get(PATH).body()).isEqualTo(state("unknown-key", "example.org", "72cd6e84"));
    }

    @Test
    void saysThatTheRecordIsDamaged() throws Exception {
        webAdmin.records().remember(ALICE, "secret");
        SealedRecord whole = store.find(ALICE).orElseThrow();
        assertThat(store.replace(
                        whole,
                        SealedRecord.of(ALICE, whole.realm(), new byte[3], whole.fingerprint(), whole.createdAt())))
                .isTrue();

        assertThat(webAdmin.get(PATH).body()).contains("\"usable\":false", "\"state\":\"broken\"", "\"keyId\":null");
    }

    @Test
    void makesTheRecordOfThePasswordThatJamesHolds() throws Exception {
        HttpResponse<String> response = webAdmin.put(PATH, SECRET);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
        assertThat(webAdmin.trail().records("act", "outcome", "user"))
                .containsExactly("make-credentials alice@example.org", "make-credentials done alice@example.org");
    }

    @Test
    void refusesAPasswordThatJamesDoesNotHoldAndLeavesTheRecord() throws Exception {
        webAdmin.put(PATH, SECRET);
        byte[] before = webAdmin.records().digests(ALICE, "alice").get(0);

        HttpResponse<String> response = webAdmin.put(PATH, "{\"password\":\"Geheim-4711\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .isEqualTo(
                        "{\"statusCode\":409,\"type\":\"WrongState\",\"message\":\"This is not the password that James"
                                + " holds for alice@example.org; no record is made\",\"details\":null}");
        assertThat(webAdmin.records().digests(ALICE, "alice")).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Geheim-4711",
                "\"Geheim-4711\"",
                "{\"password\":\"Geheim-4711",
                "{\"password\":{\"a\":\"Geheim-4711\"}}",
                "{\"password\":[\"Geheim-4711\",4711]}",
                "{\"password\":null}",
                "{\"password\":\"\"}",
                "{\"password\":\"secret\",\"Geheim-4711\":\"Geheim-4711\"}",
                "{\"Password\":\"secret\"}",
                "{}",
                "[]",
                "null",
                ""
            })
    void refusesABodyThatIsNotOnePasswordWithoutQuotingIt(String body) throws Exception {
        HttpResponse<String> response = webAdmin.put(PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo(
                        "{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"The body must be JSON with one"
                                + " key, password, whose value is not empty\",\"details\":null}");
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        HttpResponse<String> response = webAdmin.put(PATH, "{\"password\":\"" + "é".repeat(4090) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("InvalidArgument", "8192 octets");
    }

    @Test
    void refusesABodyOfUnknownLength() throws Exception {
        HttpResponse<String> response = webAdmin.sendInChunks("PUT", PATH, SECRET);

        assertThat(response.statusCode()).isEqualTo(411);
        assertThat(response.body()).contains("InvalidArgument", "Content-Length");
    }

    @Test
    void knowsNoUserWhomJamesDoesNotKnow() throws Exception {
        for (String path : List.of("bob@example.org", "alice@elsewhere.example", "alice", "key")) {
            for (String method : List.of("GET", "PUT")) {
                HttpResponse<String> response = webAdmin.send(method, "/digipoort/credentials/" + path, SECRET);

                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.body())
                        .isEqualTo("{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"The user " + path
                                + " does not exist\",\"details\":null}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b@example.org", "%20", "@example.org", "alice%0Abob@example.org", "alice@"})
    void refusesANameThatNoUserCanHave(String name) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpResponse<String> response = webAdmin.send(method, "/digipoort/credentials/" + name, SECRET);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"The user name in the path is"
                                    + " not valid\",\"details\":null}");
        }
    }

    @Test
    void deletesTheRecordAsOftenAsItIsAsked() throws Exception {
        webAdmin.put(PATH, SECRET);

        for (int time = 0; time < 2; time++) {
            HttpResponse<String> response = webAdmin.delete(PATH);
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(store.find(ALICE)).isEmpty();
        }
    }

    @Test
    void deletesARecordThatItsUserHasLeftBehind() throws Exception {
        webAdmin.put(PATH, SECRET);
        users.removeUser(ALICE);

        assertThat(webAdmin.delete(PATH).statusCode()).isEqualTo(204);
        assertThat(store.find(ALICE)).isEmpty();
        assertThat(webAdmin.trail().records("act", "outcome"))
                .endsWith("delete-credentials", "delete-credentials done");
    }

    @Test
    void saysThatTheStoreIsDownAndNotWhy() throws Exception {
        try (TestWebAdmin broken = TestWebAdmin.start(users, new StoreThatIsDown())) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                HttpResponse<String> response = broken.send(method, PATH, SECRET);

                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(response.body())
                        .isEqualTo(
                                "{\"statusCode\":500,\"type\":\"ServerError\",\"message\":\"The credential records or"
                                        + " James's users cannot be reached; the log says more\",\"details\":null}");
            }
        }
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        TestTokens tokens = TestTokens.create();
        try (TestWebAdmin guarded = TestWebAdmin.start(users, store, tokens.filter())) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                assertThat(guarded.send(method, PATH, SECRET).statusCode()).isEqualTo(401);
                assertThat(guarded.send(method, PATH, SECRET, tokens.bearer(false))
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(store.find(ALICE)).isEmpty();

            assertThat(guarded.send("PUT", PATH, SECRET, tokens.bearer(true)).statusCode())
                    .isEqualTo(204);
            assertThat(guarded.send("GET", PATH, "", tokens.bearer(true)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsNobodyPastTheTokenByAnotherMethodInAHeader() throws Exception {
        webAdmin.put(PATH, SECRET);
        try (TestWebAdmin guarded =
                TestWebAdmin.start(users, store, TestTokens.create().filter())) {
            HttpResponse<String> response = guarded.send("OPTIONS", PATH, "", WebAdminGuard.METHOD_OVERRIDE, "DELETE");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(guarded.records().usable(ALICE)).isTrue();
        }
    }

    @Test
    void takesNoMethodFromAHeader() throws Exception {
        webAdmin.put(PATH, SECRET);

        for (String method : List.of("OPTIONS", "POST", "GET")) {
            assertThat(webAdmin.send(method, PATH, "", WebAdminGuard.METHOD_OVERRIDE, "DELETE")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
    }

    private static String state(String state, String realm, String keyId) {
        return "{\"user\":\"alice@example.org\",\"usable\":" + state.equals("usable") + ",\"scram\":"
                + state.equals("usable") + ",\"state\":\"" + state + "\",\"realm\":\"" + realm + "\",\"createdAt\":\""
                + TestWebAdmin.NOW + "\",\"keyId\":\"" + keyId
                + "\"}";
    }
}
