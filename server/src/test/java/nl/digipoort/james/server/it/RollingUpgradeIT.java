// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import nl.digipoort.james.server.DistributionArchive;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one PostgreSQL, replaced one after the other as docs/operate/upgrade.md says, while mail comes in and is fetched. Both sides are
 * the archive of this build, because no release exists that a fresh clone could get.
 */
class RollingUpgradeIT {
    private static final String ONE_KEY = "ZGlnaXBvb3J0LXR3by1ub2Rlcy1vbi1vbmUta2V5LTE=\n";
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Set<Integer> STOPPED = Set.of(0, 143);

    @TempDir
    private Path scratch;

    private final AtomicReferenceArray<TestGateway> nodes = new AtomicReferenceArray<>(2);
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Queue<String> fetched = new ConcurrentLinkedQueue<>();
    private final Set<String> perhapsFetched = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    @Test
    void losesNothingDoublesNothingAndServesAllTheTime() throws Exception {
        TestPostgres.requireBinaries();
        Path before = DistributionArchive.unpack(scratch.resolve("before"));
        Path after = DistributionArchive.unpack(scratch.resolve("after"));
        try (TestPostgres postgres = TestPostgres.ofItsOwn()) {
            for (int node : List.of(0, 1)) {
                ChangedConfiguration.nodeOnPostgres(home(node), ONE_KEY, LEASE);
                Files.createSymbolicLink(installed(node), before);
                start(node, postgres);
            }
            Account busy = nodes.get(0).newAccount();
            Account slow = nodes.get(0).newAccount();
            assertThat(SmtpClient.deliver(nodes.get(0).process().smtpPort(), slow.user(), "old"))
                    .startsWith("250 ");
            List<Thread> clients =
                    List.of(new Thread(() -> sendAllTheTime(busy)), new Thread(() -> fetchAllTheTime(busy)));
            clients.forEach(Thread::start);

            for (int node : List.of(0, 1)) {
                replace(node, after, postgres, slow);
            }

            over = true;
            for (Thread client : clients) {
                client.join();
            }
            fetchUntilEmpty(busy);
            assertThat(fetched).as("doubled").doesNotHaveDuplicates();
            perhapsFetched.addAll(fetched);
            assertThat(perhapsFetched).as("lost").containsAll(accepted);
            accepted.addAll(unanswered);
            assertThat(accepted).as("made up").containsAll(fetched);
        } finally {
            over = true;
            for (int node : List.of(0, 1)) {
                if (nodes.get(node) != null) {
                    nodes.get(node).close();
                }
            }
        }
    }

    /** A session of the node that stops gets its QUIT; meanwhile and afterwards the other one serves. */
    private void replace(int node, Path after, TestPostgres postgres, Account slow) throws Exception {
        TestGateway other = nodes.get(1 - node);
        try (Pop3Client session = nodes.get(node).loggedIn(slow)) {
            assertThat(session.command("DELE 1")).startsWith("+OK");
            assertThat(SmtpClient.deliver(other.process().smtpPort(), slow.user(), "new " + node))
                    .startsWith("250 ");
            nodes.get(node).process().askToStop();
            assertThat(session.command("QUIT")).startsWith("+OK");
        }
        assertThat(nodes.get(node).process().awaitEnd()).isIn(STOPPED);
        int answers = fetched.size();
        other.awaitMessages(slow, 1);
        awaitMoreThan(answers);

        Files.delete(installed(node));
        Files.createSymbolicLink(installed(node), after);
        start(node, postgres);

        assertThat(nodes.get(node).list(slow)).hasSize(1);
        assertThat(nodes.get(node).webAdmin().get("/healthcheck/checks/Digipoort%20configuration"))
                .contains("\"status\":\"healthy\"");
        awaitMoreThan(fetched.size());
    }

    private void awaitMoreThan(int answers) {
        await().atMost(SOON).until(() -> fetched.size() > answers);
    }

    private void start(int node, TestPostgres postgres) throws Exception {
        TestGateway started = TestGateway.on(EmbeddedGateway.startUnpacked(
                installed(node),
                home(node),
                Map.of(
                        "DIGIPOORT_DATABASE_URL",
                        postgres.url(),
                        "DIGIPOORT_DATABASE_USER",
                        postgres.user(),
                        "DIGIPOORT_DATABASE_PASSWORD",
                        "not asked for")));
        nodes.set(node, started);
    }

    private Path home(int node) {
        return scratch.resolve("home" + node);
    }

    private Path installed(int node) {
        return scratch.resolve("installed" + node);
    }

    /** Tries one node, then the other, as a balancer makes a sender do; a mail without an answer is not sent again. */
    private void sendAllTheTime(Account account) {
        for (int count = 0; !over; count++) {
            String mark = "mark-" + count;
            try {
                String answer =
                        SmtpClient.deliver(nodes.get(count % 2).process().smtpPort(), account.user(), mark);
                (answer != null && answer.startsWith("250 ") ? accepted : unanswered).add(mark);
            } catch (IOException e) {
                unanswered.add(mark);
            }
        }
    }

    private void fetchAllTheTime(Account account) {
        for (int count = 0; !over; count++) {
            try {
                fetch(nodes.get(count % 2), account);
            } catch (IOException | RuntimeException e) {
                // that node is being replaced, or mail is just being brought in
                Thread.onSpinWait();
            }
        }
    }

    private void fetchUntilEmpty(Account account) throws IOException {
        await().atMost(SOON)
                .until(() -> nodes.get(0).webAdmin().get("/digipoort/held").equals("[]"));
        fetch(nodes.get(0), account);
    }

    /** What no answer to QUIT has confirmed may come again, or not. */
    private void fetch(TestGateway node, Account account) throws IOException {
        List<String> inThisSession = new ArrayList<>();
        try (Pop3Client client = node.loggedIn(account)) {
            int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            for (int number = 1; number <= count; number++) {
                if (!client.command("RETR " + number).startsWith("+OK")) {
                    throw new IOException("no RETR");
                }
                client.readLines().stream()
                        .filter(line -> line.startsWith("Subject: "))
                        .forEach(line -> inThisSession.add(line.substring("Subject: ".length())));
                client.command("DELE " + number);
            }
            perhapsFetched.addAll(inThisSession);
            if (client.command("QUIT").startsWith("+OK")) {
                fetched.addAll(inThisSession);
            }
        }
    }
}
