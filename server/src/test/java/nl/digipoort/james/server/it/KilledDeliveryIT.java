// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail that was accepted is in its maildrop once, whenever the server is killed: behind each named step of a delivery, and at
 * random while mail comes in and clients fetch. Every message bears a mark of its own, by which it is counted.
 */
class KilledDeliveryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int KILLED = 137;
    /** More are for a machine with time: -Ddigipoort.random.kills=20. */
    private static final int RANDOM_KILLS = Integer.getInteger("digipoort.random.kills", 2);

    private static final int MESSAGES_BEFORE_A_KILL = 25;

    @TempDir
    Path scratch;

    private Path home;
    private CrashExtension crash;
    private int marks;

    @BeforeEach
    void prepare() throws IOException {
        home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        crash = CrashExtension.addTo(home, scratch);
    }

    /** One kill for all steps: behind each of them stands a delivery into a maildrop of its own, whose agency has no answer yet. */
    @Test
    void deliversOnceWhicheverStepItIsKilledBehind() throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        List<Thread> agencies = new ArrayList<>();
        try (TestGateway gateway = start()) {
            List<Receiver> straight = receivers(gateway, "TAKEN", "LOCKED", "DELIVERED", "UNLOCKED");
            List<Receiver> inUse = receivers(gateway, "HELD");
            List<Receiver> broughtInto = receivers(gateway, "TAKEN", "BROUGHT_IN");
            Stream.of(straight, inUse, broughtInto).forEach(receivers::addAll);
            sendToEach(gateway, receivers);

            List<Pop3Client> sessions = logInEach(gateway, broughtInto);
            sendToEach(gateway, broughtInto);
            sendToEach(gateway, broughtInto);
            assertThat(held(gateway)).isEqualTo(2 * broughtInto.size());
            sessions.addAll(logInEach(gateway, inUse));
            for (Receiver receiver : receivers) {
                crash.stopBehind(receiver.step, receiver.account.user());
            }
            for (Receiver receiver : straight) {
                agencies.add(sendWithoutAnswer(gateway, receiver));
            }
            agencies.add(sendWithoutAnswer(gateway, inUse.get(0)));
            for (Pop3Client session : sessions.subList(0, broughtInto.size())) {
                assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
            }
            await().atMost(PATIENCE).until(() -> crash.stopped().size() == receivers.size());
            crash.crash();
            assertThat(gateway.process().awaitEnd()).isEqualTo(KILLED);
            for (Pop3Client session : sessions) {
                session.close();
            }
        }
        for (Thread agency : agencies) {
            agency.join();
        }

        try (TestGateway gateway = start()) {
            awaitQuiet(gateway);
            for (Receiver receiver : receivers) {
                assertThat(subjects(gateway, receiver.account))
                        .as(receiver.step)
                        .containsExactlyElementsOf(receiver.accepted);
            }
        }
    }

    /** What is in the database when the server is killed is there afterwards, with or without an answer. */
    private Thread sendWithoutAnswer(TestGateway gateway, Receiver receiver) {
        String mark = newMark();
        if (!Set.of("TAKEN", "LOCKED").contains(receiver.step)) {
            receiver.accepted.add(mark);
        }
        Thread agency = new Thread(() -> {
            try {
                SmtpClient.deliver(gateway.process().smtpPort(), receiver.account.user(), mark);
            } catch (IOException e) {
                // the kill
            }
        });
        agency.start();
        return agency;
    }

    private synchronized String newMark() {
        return "mark-" + ++marks;
    }

    /** An account, the step behind which a delivery to it is to stop, and what it must have in the end. */
    private record Receiver(String step, Account account, List<String> accepted) {}

    private static List<Receiver> receivers(TestGateway gateway, String... steps) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (String step : steps) {
            receivers.add(new Receiver(step, gateway.newAccount(), new ArrayList<>()));
        }
        return receivers;
    }

    private void sendToEach(TestGateway gateway, List<Receiver> receivers) throws IOException {
        for (Receiver receiver : receivers) {
            receiver.accepted.add(send(gateway, receiver.account));
        }
    }

    private static List<Pop3Client> logInEach(TestGateway gateway, List<Receiver> receivers) throws IOException {
        List<Pop3Client> sessions = new ArrayList<>();
        for (Receiver receiver : receivers) {
            sessions.add(gateway.loggedIn(receiver.account));
        }
        return sessions;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void neitherLosesNorDoublesWhenItIsKilledAtRandom() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> fetched = ConcurrentHashMap.newKeySet();
        Set<String> perhapsFetched = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        Account account = null;

        for (int round = 0; round < RANDOM_KILLS; round++) {
            try (TestGateway gateway = start()) {
                account = account == null ? gateway.newAccount() : account;
                Account owner = account;
                CountDownLatch due = new CountDownLatch(5 + random.nextInt(MESSAGES_BEFORE_A_KILL));
                Thread agency = new Thread(() -> sendUntilKilled(gateway, owner, accepted, due));
                CountDownLatch served = new CountDownLatch(1);
                Thread client =
                        new Thread(() -> fetchUntilKilled(gateway, owner, fetched, perhapsFetched, twice, served));
                agency.start();
                client.start();

                due.await();
                served.await();
                gateway.process().kill();

                agency.join();
                client.join();
            }
        }

        try (TestGateway gateway = start()) {
            awaitQuiet(gateway);
            List<String> left = subjects(gateway, account);
            assertThat(left).as("doubled, seed " + seed).doesNotHaveDuplicates();
            left.stream().filter(fetched::contains).forEach(twice::add);
            assertThat(twice).as("handed out twice, seed " + seed).isEmpty();
            assertThat(fetched).as("seed " + seed).isNotEmpty();
            Set<String> seen = new HashSet<>(left);
            seen.addAll(fetched);
            seen.addAll(perhapsFetched);
            assertThat(seen).as("lost, seed " + seed).containsAll(accepted);
        }
    }

    private void sendUntilKilled(TestGateway gateway, Account account, Set<String> accepted, CountDownLatch due) {
        try {
            while (true) {
                accepted.add(send(gateway, account));
                due.countDown();
            }
        } catch (IOException | RuntimeException e) {
            // the kill; what was not acknowledged is not counted
            due.countDown();
        }
    }

    /** Fetches and deletes, in one session after another. What no answer to QUIT has confirmed may come again, or not. */
    private static void fetchUntilKilled(
            TestGateway gateway,
            Account account,
            Set<String> fetched,
            Set<String> perhapsFetched,
            Set<String> twice,
            CountDownLatch served) {
        while (true) {
            List<String> inThisSession = new ArrayList<>();
            try (Pop3Client client = gateway.loggedIn(account)) {
                int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
                for (int number = 1; number <= count; number++) {
                    inThisSession.add(subject(client, number));
                    client.command("DELE " + number);
                }
                perhapsFetched.addAll(inThisSession);
                if (client.command("QUIT").equals("+OK Bye")) {
                    inThisSession.stream().filter(mark -> !fetched.add(mark)).forEach(twice::add);
                    if (!inThisSession.isEmpty()) {
                        served.countDown();
                    }
                }
            } catch (IOException | RuntimeException e) {
                if (!gateway.process().isAlive()) {
                    return;
                }
            }
        }
    }

    private TestGateway start() throws Exception {
        crash.stopNoMore();
        return TestGateway.on(EmbeddedGateway.start(home));
    }

    private String send(TestGateway gateway, Account account) throws IOException {
        String mark = newMark();
        String answer = SmtpClient.deliver(gateway.process().smtpPort(), account.user(), mark);
        if (answer == null || !answer.startsWith("250 ")) {
            throw new IOException("the message was answered " + answer);
        }
        return mark;
    }

    /** Nothing is on its way any more. */
    private static void awaitQuiet(TestGateway gateway) {
        await().atMost(PATIENCE).until(() -> held(gateway) == 0);
    }

    private static List<String> subjects(TestGateway gateway, Account account) throws IOException {
        List<String> subjects = new ArrayList<>();
        try (Pop3Client client = gateway.loggedIn(account)) {
            int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            for (int number = 1; number <= count; number++) {
                subjects.add(subject(client, number));
            }
            client.command("QUIT");
        }
        return subjects;
    }

    private static String subject(Pop3Client client, int number) throws IOException {
        String answer = client.command("RETR " + number);
        if (!answer.startsWith("+OK")) {
            throw new IOException("RETR was answered " + answer);
        }
        return client.readLines().stream()
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static int held(TestGateway gateway) throws Exception {
        Matcher counts =
                Pattern.compile("\"count\":([0-9]+)").matcher(gateway.webAdmin().get("/digipoort/held"));
        int held = 0;
        while (counts.find()) {
            held += Integer.parseInt(counts.group(1));
        }
        return held;
    }
}
