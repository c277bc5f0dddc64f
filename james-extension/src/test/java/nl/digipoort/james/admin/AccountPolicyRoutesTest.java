// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.policy.ServableWays;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of the policies of accounts, by the real WebAdmin server of James over HTTP. */
class AccountPolicyRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String ALL = "/digipoort/policy";
    private static final String PATH = ALL + "/alice@example.org";
    private static final String PLAIN = "{\"mechanisms\":[\"PLAIN\"]}";

    private static final ServableWays WAYS = ServableWays.of(List.of("DIGEST-MD5", "SCRAM-SHA-256", "PLAIN"));

    @TempDir
    private Path directory;

    private final AccountPolicies policies = TestPolicies.inMemory();
    private final TestAudit records = new TestAudit();
    private final UsersRepository users = TestUsers.inMemory();
    private final RecordStore recordStore = new MemoryRecordStore();
    private final CredentialRecords credentials = records(0);
    private TestWebAdminServer webAdmin;

    /** @param key of what octet each is */
    private CredentialRecords records(int key) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) key);
        return new CredentialRecords(
                recordStore,
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(octets),
                "example.org",
                4096,
                true,
                TestPolicies.secrets(policies),
                Clock.systemUTC());
    }

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        webAdmin = serve(TestServerTls.watched(directory, Clock.systemUTC()));
    }

    private TestWebAdminServer serve(ServerTls tls) {
        AdministrationAudit audit = new AdministrationAudit(records.trail());
        return TestWebAdminServer.start(
                new NoAuthenticationFilter(),
                new AccountPolicyRoutes(policies, credentials, tls, WAYS, users, audit, new JsonTransformer()),
                new CredentialRoutes(credentials, users, audit, new JsonTransformer()));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsWhatIsInForceForAllAndWhatWasSet() throws Exception {
        assertThat(webAdmin.send("GET", ALL).body()).isEqualTo("{\"policy\":{},\"set\":{},\"exceptions\":{}}");

        String ending = "{\"refusedFrom\":{\"DIGEST-MD5\":\"2027-06-01\"}}";
        assertThat(put(ALL, ending).statusCode()).isEqualTo(204);
        assertThat(put(PATH, PLAIN).statusCode()).isEqualTo(204);

        assertThat(webAdmin.send("GET", ALL).body())
                .isEqualTo("{\"policy\":" + ending + ",\"set\":" + ending + ",\"exceptions\":{\"alice@example.org\":"
                        + PLAIN + "}}");
        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"policy\":{\"mechanisms\":[\"PLAIN\"],"
                        + "\"refusedFrom\":{\"DIGEST-MD5\":\"2027-06-01\"}},\"exceptions\":" + PLAIN + "}");

        assertThat(webAdmin.send("DELETE", PATH).statusCode()).isEqualTo(204);
        assertThat(webAdmin.send("DELETE", ALL).statusCode()).isEqualTo(204);
        assertThat(webAdmin.send("GET", ALL).body()).isEqualTo("{\"policy\":{},\"set\":{},\"exceptions\":{}}");
    }

    @Test
    void saysWhatIsAllowedAndSetsNothingElse() throws Exception {
        for (String path : List.of(ALL, PATH)) {
            assertThat(put(path, "{\"leastTls\":\"1.3\"}").body())
                    .isEqualTo("{\"statusCode\":400,\"type\":\"InvalidArgument\",\"message\":\"leastTls is \\\"1.3\\\";"
                            + " allowed: TLSv1.2, TLSv1.3\",\"details\":null}");
            assertThat(put(path, "[]").statusCode()).isEqualTo(400);
            assertThat(put(path, PLAIN + PLAIN).statusCode()).isEqualTo(400);
        }

        assertThat(records.lines()).isEmpty();
        assertThat(policies.exceptions()).isEmpty();
    }

    @Test
    void asksForACertificateOnlyWhereTheListenerDoes() throws Exception {
        String required = "{\"clientCertificate\":\"required\"}";
        for (String path : List.of(ALL, PATH)) {
            HttpResponse<String> response = put(path, required);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body())
                    .contains("The listener asks no client for a certificate, so nobody could log in");
        }
        assertThat(policies.anybodyNeedsClientCertificate()).isFalse();

        stop();
        webAdmin = serve(TestServerTls.askingForCertificates(directory));

        assertThat(put(PATH, required).statusCode()).isEqualTo(204);
        assertThat(policies.of(ALICE).needsClientCertificate()).isTrue();
    }

    @Test
    void takesTheSecretsOutThatTheUserMayNotUseAndMakesNoneOfThemAgain() throws Exception {
        credentials.remember(ALICE, "secret");

        put(PATH, "{\"mechanisms\":[\"PLAIN\",\"SCRAM-SHA-256\"]}");
        assertThat(credentials.digests(ALICE, "alice")).isEmpty();
        assertThat(credentials.scram(ALICE)).isPresent();

        put(PATH, PLAIN);
        assertThat(credentials.usable(ALICE)).isFalse();
        HttpResponse<String> response = put("/digipoort/credentials/alice@example.org", "{\"password\":\"secret\"}");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("The policy of alice@example.org allows no mechanism with a record");
    }

    @Test
    void saysWhatIsDoneWhenTheRecordCannotBeChangedAndDoesTheRestWhenAskedAgain() throws Exception {
        records(1).remember(ALICE, "secret");

        HttpResponse<String> response = put(PATH, PLAIN);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains(
                        "The policy of alice@example.org is set, but its credential record may still have what the policy"
                                + " forbids; that is tried again, and the log says more");
        assertThat(policies.mayUse(ALICE, LoginMechanism.DIGEST_MD5)).isFalse();
        assertThat(recordStore.find(ALICE)).isPresent();
        assertThat(records.records("event", "policy", "outcome"))
                .containsExactly("administration-begun " + PLAIN, "administration-ended " + PLAIN + " done");

        recordStore.delete(ALICE);
        assertThat(put(PATH, PLAIN).statusCode()).isEqualTo(204);
    }

    @Test
    void hasPoliciesForUsersThatThereAreAndTakesThoseOfOthersBack() throws Exception {
        String nobody = ALL + "/nobody@example.org";
        policies.setException(Username.of("nobody@example.org"), AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3));

        assertThat(webAdmin.send("GET", nobody).statusCode()).isEqualTo(404);
        assertThat(put(nobody, "{}").statusCode()).isEqualTo(404);
        assertThat(webAdmin.send("DELETE", nobody).statusCode()).isEqualTo(204);

        assertThat(policies.exceptions()).isEmpty();
        assertThat(webAdmin.send("DELETE", nobody).statusCode()).isEqualTo(404);
        assertThat(webAdmin.send("DELETE", ALL + "/alice").statusCode()).isEqualTo(404);
    }

    @Test
    void setsNoPolicyThatAllowsNothingThatIsOffered() throws Exception {
        for (String path : List.of(ALL, PATH)) {
            for (String closing : List.of(
                    "{\"mechanisms\":[\"EXTERNAL\"]}",
                    "{\"mechanisms\":[\"LOGIN\"]}",
                    "{\"mechanisms\":[\"PLAIN\"],\"refusedFrom\":{\"PLAIN\":\"2020-01-01\"}}")) {
                HttpResponse<String> response = put(path, closing);
                assertThat(response.statusCode()).as(closing).isEqualTo(409);
                assertThat(response.body())
                        .contains("The policy allows no mechanism that is offered, so nobody could log in by it;"
                                + " offered are: USER, PLAIN, DIGEST-MD5, SCRAM-SHA-256");
            }
        }
        put(ALL, PLAIN);
        assertThat(put(PATH, "{\"refusedFrom\":{\"PLAIN\":\"2020-01-01\"}}").statusCode())
                .isEqualTo(409);

        assertThat(policies.exceptions()).isEmpty();
    }

    @Test
    void recordsWhatIsDoneAndDoesNothingUnrecorded() throws Exception {
        put(ALL, PLAIN);
        put(PATH, PLAIN);
        webAdmin.send("DELETE", PATH);
        webAdmin.send("DELETE", ALL);

        assertThat(records.records("event", "act", "user", "policy", "outcome"))
                .containsExactly(
                        "administration-begun set-policy " + PLAIN,
                        "administration-ended set-policy " + PLAIN + " done",
                        "administration-begun set-policy alice@example.org " + PLAIN,
                        "administration-ended set-policy alice@example.org " + PLAIN + " done",
                        "administration-begun remove-policy alice@example.org",
                        "administration-ended remove-policy alice@example.org done",
                        "administration-begun remove-policy",
                        "administration-ended remove-policy done");

        records.breakDown(true);
        assertThat(put(PATH, PLAIN).statusCode()).isEqualTo(500);
        assertThat(policies.exceptions()).isEmpty();
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return webAdmin.send("PUT", path, BodyPublishers.ofString(body));
    }
}
