// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.DistributionArchive;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose memory is used up ends, with a status after which systemd and Docker start it again, and loses nothing. */
class OutOfMemoryIT {
    /** That of the JVM for -XX:+ExitOnOutOfMemoryError; systemd's Restart=on-failure takes any but 0 and 143. */
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    private Path scratch;

    @Test
    void endsAndServesAgainAllThatWasAccepted() throws Exception {
        Path distribution = DistributionArchive.unpack(scratch.resolve("unpacked"));
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        CrashExtension crash = CrashExtension.addTo(home, scratch);
        Account fetching;
        Account receiving;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startUnpacked(distribution, home))) {
            fetching = gateway.newAccount();
            receiving = gateway.newAccount();
            for (Account account : List.of(fetching, fetching, receiving)) {
                assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "accepted"))
                        .startsWith("250 ");
            }
            try (Pop3Client session = gateway.loggedIn(fetching)) {
                assertThat(session.command("DELE 1")).startsWith("+OK");
                crash.runOutOfMemoryBehind("LOCKED", receiving.user());

                assertThat(answerTo(gateway, receiving)).isNull();
                assertThat(gateway.process().awaitEnd()).isEqualTo(OUT_OF_MEMORY);
            }
        }

        crash.stopNoMore();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startUnpacked(distribution, home))) {
            assertThat(gateway.list(fetching)).hasSize(2);
            assertThat(gateway.list(receiving)).hasSize(1);
            assertThat(SmtpClient.deliver(gateway.process().smtpPort(), receiving.user(), "again"))
                    .startsWith("250 ");
            gateway.awaitMessages(receiving, 2);
        }
    }

    /** Null if the connection ends without one. */
    private static String answerTo(TestGateway gateway, Account account) {
        try {
            return SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "lost with its sender knowing");
        } catch (IOException e) {
            return null;
        }
    }
}
