// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.maildrop.KeptUniqueIds;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MaildropMessages;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of a maildrop, by the real WebAdmin server of James over HTTP. */
class MessageRoutesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String MAILDROP = "/digipoort/maildrops/alice@example.org";
    private static final String MESSAGES = MAILDROP + "/messages";
    private static final String SUBJECT = MAILDROP + "/subject";

    private final TestMailboxes mailboxes = new TestMailboxes();
    private final MemoryWireSizeStore wireSizes = new MemoryWireSizeStore();
    private final UsersRepository users = TestUsers.inMemory();
    private final TestAudit trail = new TestAudit();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        webAdmin = TestWebAdminServer.start(
                new NoAuthenticationFilter(),
                new MessageRoutes(
                        users,
                        new MaildropMessages(
                                mailboxes.manager(), new MailboxApiListing(), new MailboxApiReader(), wireSizes),
                        new AdministrationAudit(trail.trail()),
                        new JsonTransformer()));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsNothingWhereThereIsNoMailboxAndMakesNone() throws Exception {
        assertThat(webAdmin.send("GET", MESSAGES).body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"count\":0,\"messages\":[]}");
        MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
        assertThat(mailboxes.manager().list(session)).isEmpty();
    }

    @Test
    void showsSizesUniqueIdsAndArrivalsAndNoContent() throws Exception {
        mailboxes.append(ALICE, "Subject: first\r\n\r\nx\r\n");
        mailboxes.append(ALICE, "Subject: second\n\nx\n");
        MailboxSession session = mailboxes.manager().createSystemSession(ALICE);
        wireSizes.save(
                mailboxes.inbox(session).getId(),
                WireSizes.of(2, Map.of(2L, 22L)).with(KeptUniqueIds.stored(Map.of(2L, "kept/2"))));

        String body = webAdmin.send("GET", MESSAGES).body();

        assertThat(body)
                .startsWith("{\"user\":\"alice@example.org\",\"count\":2,\"messages\":[{\"number\":1,\"uniqueId\":\"")
                .contains("\"octets\":21,\"arrivedAt\":\"20", "{\"number\":2,\"uniqueId\":\"kept/2\",\"octets\":22,")
                .doesNotContain("first", "second");
        assertThat(trail.records("event")).isEmpty();
    }

    @Test
    void showsAPageAtATime() throws Exception {
        for (int i = 0; i < 3; i++) {
            mailboxes.append(ALICE, "Subject: a\r\n\r\nx\r\n");
        }

        assertThat(webAdmin.send("GET", MESSAGES + "?limit=1&after=1").body())
                .contains("\"count\":3,\"messages\":[{\"number\":2,")
                .doesNotContain("\"number\":1,", "\"number\":3,");
        assertThat(webAdmin.send("GET", MESSAGES + "?after=3").body()).endsWith("\"count\":3,\"messages\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {MESSAGES + "?after=-1", MESSAGES + "?limit=501", SUBJECT, SUBJECT + "?uniqueId=a%20b"})
    void refusesWhatIsNoQuestion(String path) throws Exception {
        assertThat(webAdmin.send("GET", path).statusCode()).isEqualTo(400);
        assertThat(trail.records("event")).isEmpty();
    }

    @Test
    void showsASubjectAndRecordsThat() throws Exception {
        mailboxes.append(
                ALICE, "From: a\r\nsubject: =?utf-8?q?Aanlevering_=E2=82=AC?=\r\n 4711\r\n\r\nSubject: no\r\n");
        String uniqueId = uniqueId();

        HttpResponse<String> response = webAdmin.send("GET", SUBJECT + "?uniqueId=" + uniqueId);

        assertThat(response.body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"uniqueId\":\"" + uniqueId
                        + "\",\"subject\":\"Aanlevering € 4711\"}");
        assertThat(trail.records("event", "act", "outcome", "user", "uniqueId"))
                .containsExactly(
                        "administration-begun read-subject alice@example.org " + uniqueId,
                        "administration-ended read-subject done alice@example.org " + uniqueId);
    }

    @Test
    void showsNoSubjectWhereThereIsNone() throws Exception {
        mailboxes.append(ALICE, "From: a\r\n\r\nSubject: of the body\r\n");

        assertThat(webAdmin.send("GET", SUBJECT + "?uniqueId=" + uniqueId()).body())
                .endsWith("\"subject\":\"\"}");
    }

    @Test
    void knowsNoSubjectOfAMessageThatIsNotThere() throws Exception {
        HttpResponse<String> response = webAdmin.send("GET", SUBJECT + "?uniqueId=1.1");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(trail.records("event", "outcome"))
                .containsExactly("administration-begun", "administration-ended failed");
    }

    @Test
    void knowsNoMessagesOfAUserThatJamesHasNot() throws Exception {
        for (String path : new String[] {"/messages", "/subject?uniqueId=1.1"}) {
            HttpResponse<String> response = webAdmin.send("GET", "/digipoort/maildrops/eve@example.org" + path);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("The user eve@example.org does not exist");
        }
        assertThat(trail.records("event")).isEmpty();
    }

    private String uniqueId() throws Exception {
        Matcher uniqueId = Pattern.compile("\"uniqueId\":\"([^\"]+)\"")
                .matcher(webAdmin.send("GET", MESSAGES).body());
        assertThat(uniqueId.find()).isTrue();
        return uniqueId.group(1);
    }
}
