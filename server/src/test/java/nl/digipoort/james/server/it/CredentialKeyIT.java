// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The credential key is changed as docs/operate/credential-key.md says, while the server runs, and no login is lost. */
class CredentialKeyIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String IN_FILE = "file://conf/digipoort-credential.key";

    @TempDir
    private Path scratch;

    @Test
    void letsUsersInBeforeDuringAndAfterAChangeOfTheKey() throws Exception {
        Path home = scratch.resolve("home");
        String newKey = randomKey();
        Account account;
        String oldKey;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            account = gateway.newAccount();
            oldKey = Files.readString(keyFile(home));
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);

            replaceKeyFile(home, "# the new one\n" + newKey + "\n# the old one\n" + oldKey);
            awaitLog(home, "Sealed 1 credential records anew");
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);

            replaceKeyFile(home, "not a key\n");
            awaitLog(home, "is malformed: line 1 is not base64 for 32 octets");
            replaceKeyFile(home, oldKey);
            awaitLog(home, "under which 1 credential records are sealed; put back what is lacking");
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);

            assertThat(gateway.process().terminate()).isIn(0, 143);
        }
        Outcome withTheOldKey = startInVain(home);
        assertRefused(withTheOldKey, "lacks key ", ", under which 1 credential records are sealed");
        assertThat(withTheOldKey.stderr()).doesNotContain(oldKey.strip());

        replaceKeyFile(home, newKey + "\n");
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);
        }
        assertThat(log(home)).doesNotContain(newKey, oldKey.strip());
    }

    @Test
    void takesTheKeysFromTheEnvironment() throws Exception {
        Path home = ChangedConfiguration.home(scratch.resolve("home"), IN_FILE, "env:DIGIPOORT_TEST_KEYS");
        assertRefused(startInVain(home), "in the environment variable DIGIPOORT_TEST_KEYS is not set");
        String first = randomKey();
        String second = randomKey();
        Account account;

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, Map.of("DIGIPOORT_TEST_KEYS", first)))) {
            account = gateway.newAccount();
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);
            assertThat(gateway.process().terminate()).isIn(0, 143);
        }
        try (TestGateway gateway =
                TestGateway.on(EmbeddedGateway.start(home, Map.of("DIGIPOORT_TEST_KEYS", second + "," + first)))) {
            awaitLog(home, "Sealed 1 credential records anew");
            assertThat(digestMd5(gateway, account)).isEqualTo(READY);
        }
        assertThat(log(home)).doesNotContain(first, second);
    }

    private static String digestMd5(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            String answer = new DigestMd5Login(account.user(), account.password()).on(client);
            assertThat(client.command("QUIT")).startsWith("+OK");
            return answer;
        }
    }

    private static void replaceKeyFile(Path home, String content) throws IOException {
        Path next = Files.writeString(keyFile(home).resolveSibling("next.key"), content);
        Files.move(next, keyFile(home), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path keyFile(Path home) {
        return home.resolve("conf/digipoort-credential.key");
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static void awaitLog(Path home, String line) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(log(home)).contains(line));
    }

    private static String log(Path home) throws IOException {
        return Files.readString(home.resolve("var/log/digipoort.log"));
    }

    private static Outcome startInVain(Path home) throws Exception {
        return Outcome.of(
                "run",
                "--home",
                home.toString(),
                "--bind=127.0.0.1",
                "--pop3-port=0",
                "--smtp-port=0",
                "--webadmin-port=0",
                "--jmx-port=0");
    }

    private static void assertRefused(Outcome outcome, String... named) {
        assertThat(outcome.stderr()).contains(named);
        assertThat(outcome.stderr().lines()).hasSize(1);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(2);
    }
}
