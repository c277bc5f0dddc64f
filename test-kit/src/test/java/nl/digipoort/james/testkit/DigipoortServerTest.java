// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

@DigipoortServer
class DigipoortServerTest {
    private static final Set<TestServer> SEEN = new HashSet<>();

    @DigipoortServer(Fault.NO_STLS)
    private static TestServer withoutStls;

    @RepeatedTest(2)
    void sharesOneServerThatIsResetBeforeEachTest(TestServer server) throws Exception {
        SEEN.add(server);

        assertThat(server.account("anna").messages()).isEmpty();
        assertThat(server.transcripts()).isEmpty();
        server.account("anna").put("Subject: a\r\n\r\nx\r\n");
        try (TestClient client = TestClient.loggedIn(server, "anna")) {
            assertThat(client.says("STAT")).isEqualTo("+OK 1 17");
        }
        assertThat(server.transcript()).contains("C: STAT\nS: +OK 1 17\n");
    }

    @AfterAll
    static void haveSeenOneServer() {
        assertThat(SEEN).hasSize(1);
    }

    @Test
    void runsTheTestsOfTheClassOneAfterAnother() {
        assertThat(AnnotationSupport.findAnnotation(DigipoortServerTest.class, Execution.class))
                .hasValueSatisfying(execution -> assertThat(execution.value()).isEqualTo(ExecutionMode.SAME_THREAD));
    }

    @Test
    void givesAFieldItsOwn(TestServer server) throws Exception {
        assertThat(withoutStls).isNotSameAs(server);
        Plain.talk(withoutStls.port(), "STLS", "QUIT");

        assertThat(withoutStls.transcript()).contains("S: -ERR Unknown command");
    }

    @Test
    void forgetsTheLastLoginAtAResetAndKeepsThePassword(@DigipoortServer(loginDelay = 60) TestServer own)
            throws Exception {
        own.account("anna", "another");
        try (TestClient client = TestClient.secured(own)) {
            client.says("USER anna");
            assertThat(client.says("PASS another")).startsWith("+OK");
        }

        own.reset();

        try (TestClient client = TestClient.secured(own)) {
            client.says("USER anna");
            assertThat(client.says("PASS another")).startsWith("+OK");
            own.reset();
        }
    }

    @Test
    void givesAParameterItsOwn(
            TestServer server, @DigipoortServer(value = Fault.IN_USE, loginDelay = 60) TestServer own)
            throws Exception {
        assertThat(own).isNotSameAs(server);
        own.account("anna");
        try (TestClient client = TestClient.secured(own)) {
            assertThat(client.says("CAPA")).startsWith("+OK");
            assertThat(client.lines()).contains("LOGIN-DELAY 60 USER");
            assertThat(client.login("anna")).startsWith("-ERR [IN-USE]");
        }
    }
}
