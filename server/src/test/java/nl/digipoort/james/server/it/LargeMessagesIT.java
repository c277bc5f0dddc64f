// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The large message of the worked example, for many at once and with a heap that holds it a few times only (ADR 19): all get
 * it, and clients that do not read keep it from nobody.
 */
class LargeMessagesIT {
    /** More are for a machine with time: -Ddigipoort.large.clients=50. */
    private static final int CLIENTS = Integer.getInteger("digipoort.large.clients", 6);

    /** As many as the heap does not hold, so that without a budget the others get nothing. */
    private static final int STALLED = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path scratch;

    private static final List<Account> ACCOUNTS = new ArrayList<>();
    private static String digest;
    private static TestGateway gateway;

    @BeforeAll
    static void fillAndStartWithASmallHeap() throws Exception {
        Path message = scratch.resolve("large.eml");
        ExampleMessage.of(2, "bedrijf@digipoort.local", ExampleMessage.LARGE).write(message);
        try (DigestOutputStream counted = digesting()) {
            Files.copy(message, counted);
            digest = digest(counted);
        }
        Path home = scratch.resolve("home");
        try (TestGateway filling = TestGateway.on(EmbeddedGateway.start(home))) {
            for (int i = 0; i < CLIENTS; i++) {
                Account account = filling.newAccount();
                filling.append(account, message);
                ACCOUNTS.add(account);
            }
            filling.process().terminate();
        }
        gateway = TestGateway.on(EmbeddedGateway.startWithHeap(home, "256m"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** The first logins: each reads its message for its size besides. */
    @Test
    void everyoneGetsItOctetForOctetWhileOthersStall() throws Exception {
        List<Pop3Client> stalled = new ArrayList<>();
        for (Account account : ACCOUNTS.subList(0, STALLED)) {
            Pop3Client client = login(account);
            assertThat(client.command("RETR 1")).startsWith("+OK " + ExampleMessage.LARGE);
            stalled.add(client);
        }

        assertThat(digests(ACCOUNTS.subList(STALLED, CLIENTS))).containsOnly(digest);

        for (Pop3Client client : stalled) {
            assertThat(body(client)).isEqualTo(digest);
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            client.close();
        }
    }

    private static List<String> digests(List<Account> accounts) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(accounts.size());
        try {
            CyclicBarrier together = new CyclicBarrier(accounts.size());
            List<Callable<String>> clients = accounts.stream()
                    .<Callable<String>>map(account -> () -> {
                        together.await();
                        return fetch(account);
                    })
                    .toList();
            List<String> digests = new ArrayList<>();
            for (Future<String> client : executor.invokeAll(clients)) {
                digests.add(client.get());
            }
            return digests;
        } finally {
            executor.shutdownNow();
        }
    }

    private static String fetch(Account account) throws IOException {
        try (Pop3Client client = login(account)) {
            assertThat(client.command("RETR 1")).isEqualTo("+OK " + ExampleMessage.LARGE + " octets follow");
            String body = body(client);
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            return body;
        }
    }

    private static Pop3Client login(Account account) throws IOException {
        Pop3Client client = gateway.secured();
        client.patience(PATIENCE);
        client.command("USER " + account.user());
        assertThat(client.command("PASS " + account.password())).isEqualTo("+OK Maildrop locked and ready");
        return client;
    }

    private static String body(Pop3Client client) throws IOException {
        try (DigestOutputStream counted = digesting()) {
            client.readBody(counted);
            return digest(counted);
        }
    }

    private static DigestOutputStream digesting() {
        try {
            return new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(DigestOutputStream counted) {
        return HexFormat.of().formatHex(counted.getMessageDigest().digest());
    }
}
