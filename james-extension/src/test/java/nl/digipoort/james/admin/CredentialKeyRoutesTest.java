// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the keys, by the real WebAdmin server of James over HTTP. */
class CredentialKeyRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final byte[] ZEROS = new byte[32];
    private static final byte[] ONES = ones();
    private static final String PATH = "/digipoort/credential-keys";
    private static final String RELOAD = PATH + "?action=reload";
    private static final String ZEROS_ONE_RECORD = "{\"id\":\"66687aad\",\"held\":true,\"records\":1}";

    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private TestWebAdmin webAdmin;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        webAdmin = TestWebAdmin.start(users, store);
        assertThat(webAdmin.records().remember(ALICE, "secret")).isTrue();
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsTheKeysByTheirIdsAndHowManyRecordsNeedThem() throws Exception {
        HttpResponse<String> response = webAdmin.get(PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"sealing\":\"66687aad\",\"keys\":[" + ZEROS_ONE_RECORD + "]}");
    }

    @Test
    void showsAKeyThatIsNeededAndNotHeld() throws Exception {
        Username bob = Username.of("bob@example.org");
        users.addUser(bob, "secret");
        assertThat(TestWebAdmin.records(users, store, "example.org", ONES).remember(bob, "secret"))
                .isTrue();

        assertThat(webAdmin.get(PATH).body()).contains("{\"id\":\"72cd6e84\",\"held\":false,\"records\":1}");
    }

    @Test
    void readsTheKeyFileAgainWhenAskedTo() throws Exception {
        webAdmin.writeKeys(ONES, ZEROS);

        HttpResponse<String> response = webAdmin.send("POST", RELOAD, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"sealing\":\"72cd6e84\",\"keys\":[{\"id\":\"72cd6e84\",\"held\":true,\"records\":0},"
                        + ZEROS_ONE_RECORD + "]}");
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
        assertThat(webAdmin.trail().records("act", "outcome")).containsExactly("reload-keys", "reload-keys done");
    }

    @Test
    void refusesToLetAKeyGoThatARecordNeeds() throws Exception {
        webAdmin.writeKeys(ONES);

        HttpResponse<String> response = webAdmin.send("POST", RELOAD, "");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .contains("\"type\":\"WrongState\"", "lacks key 66687aad", "The keys read before stay in force")
                .endsWith("\"details\":null}");
        assertThat(webAdmin.records().usable(ALICE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, PATH + "?action=", PATH + "?action=forget"})
    void refusesAnyOtherAction(String path) throws Exception {
        HttpResponse<String> response = webAdmin.send("POST", path, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"The query must be"
                        + " action=reload\",\"details\":null}");
    }

    @Test
    void isOpenOnlyToWhomWebAdminIs() throws Exception {
        TestTokens tokens = TestTokens.create();
        try (TestWebAdmin guarded = TestWebAdmin.start(users, store, tokens.filter())) {
            assertThat(guarded.get(PATH).statusCode()).isEqualTo(401);
            assertThat(guarded.send("POST", RELOAD, "").statusCode()).isEqualTo(401);
            assertThat(guarded.send("GET", PATH, "", tokens.bearer(false)).statusCode())
                    .isEqualTo(401);

            assertThat(guarded.send("GET", PATH, "", tokens.bearer(true)).statusCode())
                    .isEqualTo(200);
        }
    }

    private static byte[] ones() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        return key;
    }
}
