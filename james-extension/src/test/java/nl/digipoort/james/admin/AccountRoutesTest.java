// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterators;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import nl.digipoort.james.credential.TestUsers;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of accounts, by the real WebAdmin server of James over HTTP. */
class AccountRoutesTest {
    private static final String PATH = "/digipoort/accounts";

    private final UsersRepository users = TestUsers.inMemory();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        for (String name : new String[] {"carol", "anna", "bob", "anton"}) {
            users.addUser(Username.of(name + "@example.org"), "secret");
        }
        webAdmin = serve(users);
    }

    private static TestWebAdminServer serve(UsersRepository known) {
        return TestWebAdminServer.start(
                new NoAuthenticationFilter(), new AccountRoutes(known, new JsonTransformer(), Duration.ofMillis(50)));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void listsAccountsInTheOrderOfTheirNames() throws Exception {
        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo("{\"prefix\":\"\",\"count\":4,\"found\":4,\"accounts\":[\"anna@example.org\","
                        + "\"anton@example.org\",\"bob@example.org\",\"carol@example.org\"]}");
    }

    @Test
    void findsThoseThatBeginSoInAnyCase() throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?prefix=AN").body())
                .isEqualTo("{\"prefix\":\"an\",\"count\":4,\"found\":2,\"accounts\":[\"anna@example.org\","
                        + "\"anton@example.org\"]}");
        assertThat(webAdmin.send("GET", PATH + "?prefix=nobody").body()).endsWith("\"found\":0,\"accounts\":[]}");
    }

    @Test
    void givesAPageAtATime() throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?limit=2").body())
                .endsWith("\"found\":4,\"accounts\":[\"anna@example.org\",\"anton@example.org\"]}");
        assertThat(webAdmin.send("GET", PATH + "?limit=2&after=anton@example.org")
                        .body())
                .endsWith("\"found\":4,\"accounts\":[\"bob@example.org\",\"carol@example.org\"]}");
    }

    @Test
    void letsNoRequestWaitForALongSearch() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        webAdmin.close();
        webAdmin = serve(TestUsers.listing(() -> {
            begun.countDown();
            end.await();
            return Collections.emptyIterator();
        }));
        Future<HttpResponse<String>> first = ForkJoinPool.commonPool().submit(() -> webAdmin.send("GET", PATH));
        begun.await();

        HttpResponse<String> second = webAdmin.send("GET", PATH);
        end.countDown();

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.body()).contains("Others are searching the accounts; try again in a moment");
        assertThat(first.get().body()).endsWith("\"count\":0,\"found\":0,\"accounts\":[]}");
    }

    @Test
    void refusesWhereJamesCannotListItsUsers() throws Exception {
        webAdmin.close();
        webAdmin = serve(TestUsers.listing(() -> Iterators.transform(Iterators.singletonIterator(1), any -> {
            throw new IllegalStateException("secret");
        })));

        HttpResponse<String> response = webAdmin.send("GET", PATH);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("James's users cannot be reached; the log says more")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "all"})
    void refusesALimitThatIsNone(String limit) throws Exception {
        assertThat(webAdmin.send("GET", PATH + "?limit=" + limit).statusCode()).isEqualTo(400);
    }
}
