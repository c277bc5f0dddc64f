// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The large message of the worked example from many agencies at once, into a heap that holds it a few times only: all go in. */
class LargeArrivalIT {
    private static final int AGENCIES = 20;
    private static final int WITH_A_SESSION = 4;

    @TempDir
    Path scratch;

    @Test
    void takesManyLargeMessagesAtOnceWithASmallHeap() throws Exception {
        Path file = scratch.resolve("large.eml");
        ExampleMessage.of(2, "bedrijf@digipoort.local", ExampleMessage.LARGE).write(file);
        byte[] message = Files.readAllBytes(file);
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        List<Account> accounts = new ArrayList<>();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startWithHeap(home, "256m"))) {
            for (int i = 0; i < AGENCIES; i++) {
                accounts.add(gateway.newAccount());
            }
            List<Pop3Client> sessions = new ArrayList<>();
            for (Account account : accounts.subList(0, WITH_A_SESSION)) {
                sessions.add(gateway.loggedIn(account));
            }

            assertThat(deliverToEach(gateway, message, accounts)).allMatch(answer -> answer.startsWith("250 "));

            for (Pop3Client session : sessions) {
                assertThat(session.command("QUIT")).isEqualTo("+OK Bye");
                session.close();
            }
            for (Account account : accounts) {
                gateway.awaitMessages(account, 1);
            }
            String expected = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(message));
            for (Account account : List.of(accounts.get(0), accounts.get(AGENCIES - 1))) {
                assertThat(digestWithoutTrace(gateway, account, message.length)).isEqualTo(expected);
            }
        }
    }

    private static List<String> deliverToEach(TestGateway gateway, byte[] message, List<Account> accounts)
            throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(accounts.size());
        try {
            CyclicBarrier together = new CyclicBarrier(accounts.size());
            List<Callable<String>> agencies = accounts.stream()
                    .<Callable<String>>map(account -> () -> {
                        try (SmtpClient agency =
                                new SmtpClient(gateway.process().smtpPort())) {
                            together.await();
                            return agency.deliver(message, account.user());
                        }
                    })
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> agency : executor.invokeAll(agencies)) {
                answers.add(agency.get());
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }

    private static String digestWithoutTrace(TestGateway gateway, Account account, int octets) throws Exception {
        try (Pop3Client client = gateway.loggedIn(account)) {
            int size = Integer.parseInt(client.command("LIST 1").split(" ", -1)[2]);
            assertThat(client.command("RETR 1")).startsWith("+OK ");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream body =
                    new Behind(size - octets, new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                client.readBody(body);
            }
            client.command("QUIT");
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** Passes on what comes behind the first octets. */
    private static final class Behind extends OutputStream {
        private final OutputStream target;
        private int left;

        private Behind(int left, OutputStream target) {
            this.left = left;
            this.target = target;
        }

        @Override
        public void write(int octet) throws IOException {
            if (left > 0) {
                left--;
            } else {
                target.write(octet);
            }
        }
    }
}
