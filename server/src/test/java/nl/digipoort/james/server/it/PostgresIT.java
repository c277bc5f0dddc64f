package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.demo.WorkedExample;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same server on PostgreSQL, by configuration alone. */
class PostgresIT {
    @TempDir
    private Path scratch;

    @Test
    void playsTheWorkedExampleAndKeepsItsDataOverARestart() throws Exception {
        TestPostgres postgres = TestPostgres.running();
        Map<String, String> environment = Map.of(
                "DIGIPOORT_DATABASE_URL",
                postgres.url(),
                "DIGIPOORT_DATABASE_USER",
                postgres.user(),
                "DIGIPOORT_DATABASE_PASSWORD",
                "not asked for");
        Path home = ChangedConfiguration.homeOnPostgres(scratch.resolve("home"));
        Account account;

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
            account = gateway.newAccount();
            for (long octets : new long[] {ExampleMessage.SMALL, ExampleMessage.LARGE}) {
                Path message = scratch.resolve(octets + ".eml");
                ExampleMessage.of(1, account.user(), octets).write(message);
                gateway.append(account, message);
            }
            byte[] first = new WorkedExample(gateway.pop3(), gateway.tls(), Transcript.NONE)
                    .play(account.user(), account.password());
            assertThat(first).isEqualTo(Files.readAllBytes(scratch.resolve(ExampleMessage.SMALL + ".eml")));
        }

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home, environment))) {
            assertThat(gateway.list(account)).containsExactly("1 " + ExampleMessage.LARGE);
        }
        assertThat(home.resolve("var/database")).doesNotExist();
    }
}
