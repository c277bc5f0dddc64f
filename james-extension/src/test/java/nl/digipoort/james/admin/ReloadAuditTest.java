// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.CredentialKeyWatch;
import nl.digipoort.james.credential.CredentialKeys;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestClock;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import nl.digipoort.james.tls.TlsWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of keys and certificates that an operator changes while the server runs. */
class ReloadAuditTest {
    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final TestAudit audit = new TestAudit();

    @Test
    void recordsOtherCredentialKeysAndCertificatesAndWhatIsRefusedOnce() throws Exception {
        Path keyFile = directory.resolve("credential.key");
        writeKey(keyFile, 1);
        writeCertificate("first");
        MemoryRecordStore store = new MemoryRecordStore();
        CredentialKeys keys = CredentialKeys.inFile(keyFile, store, clock);
        CredentialKeyWatch keyWatch = new CredentialKeyWatch(keys, store, new RecordSeal(keys, new SecureRandom()));
        ServerTls tls = TestServerTls.watched(directory, clock);
        tls.start();
        TlsWatch tlsWatch = new TlsWatch(tls);
        new ReloadAudit(audit.trail(), keyWatch, tlsWatch).start();
        writeKey(keyFile, 2);
        Files.writeString(directory.resolve("rsa.pem"), "no certificate");

        try {
            keyWatch.start();
            tlsWatch.start();
            changeAndLook(tls);
        } finally {
            keyWatch.stop();
            tlsWatch.stop();
        }
    }

    private void changeAndLook(ServerTls tls) {
        await().until(() -> audit.lines().size() == 2);
        assertThat(audit.records("event", "act", "method", "outcome"))
                .containsExactlyInAnyOrder(
                        "administration-ended reload-keys file done", "administration-ended reload-tls file failed");
        Instant refusedAt = tls.status().orElseThrow().lookedAt();
        clock.move(Duration.ofSeconds(1));
        await().until(() -> tls.status().orElseThrow().lookedAt().isAfter(refusedAt));
        writeCertificate("second");
        await().until(() -> audit.lines().size() == 3);
        assertThat(audit.records("act", "outcome")).endsWith("reload-tls done");
    }

    private static void writeKey(Path file, int fill) throws IOException {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        Files.writeString(file, Base64.getEncoder().encodeToString(key));
    }

    private void writeCertificate(String name) {
        TestCertificate.rsa(name, clock.instant()).write(directory.resolve("rsa.key"), directory.resolve("rsa.pem"));
    }
}
