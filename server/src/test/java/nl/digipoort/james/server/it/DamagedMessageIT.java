// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCBlobClient;
import org.hsqldb.jdbc.JDBCConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message whose content is gone from the database of a real server keeps nobody from the others. */
class DamagedMessageIT {
    private static final String DAMAGED = "-ERR [SYS/PERM] Message is damaged, tell the operator of the server";

    @TempDir
    Path scratch;

    @Test
    void isRefusedAloneAndCanBeGivenUp() throws Exception {
        Path home = scratch.resolve("home");
        Account account;
        String stat;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            account = gateway.newAccount();
            for (int number = 1; number <= 3; number++) {
                assertThat(SmtpClient.deliver(gateway.process().smtpPort(), account.user(), "message " + number))
                        .startsWith("250 ");
            }
            try (Pop3Client client = gateway.loggedIn(account)) {
                stat = client.command("STAT");
                client.command("QUIT");
            }
            gateway.process().terminate();
        }
        loseSecondMessage(home);

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            try (Pop3Client client = gateway.loggedIn(account)) {
                assertThat(client.command("STAT")).isEqualTo(stat);
                assertThat(client.command("RETR 2")).isEqualTo(DAMAGED);
                assertThat(client.command("TOP 2 0")).isEqualTo(DAMAGED);
                assertThat(TestMessages.subject(client, 1)).isEqualTo("message 1");
                assertThat(TestMessages.subject(client, 3)).isEqualTo("message 3");
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
            assertThat(gateway.metric("digipoort_body_damaged_total")).isEqualTo(2);
            assertThat(Files.readString(home.resolve("var/log/digipoort.log")))
                    .contains("message 2 of " + account.user() + " is damaged or missing");
            try (Pop3Client client = gateway.loggedIn(account)) {
                assertThat(client.command("DELE 2")).startsWith("+OK");
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
            assertThat(TestMessages.subjects(gateway, account)).containsExactly("message 1", "message 3");
        }
    }

    /** Removes the content, and forgets that the size of any message is known, so that the login reads it. */
    private static void loseSecondMessage(Path home) throws Exception {
        Path database = home.resolve("var/database/james");
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:file:" + database, "SA", "embedded");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT MAIL_BYTES FROM JAMES_MAIL WHERE MAIL_UID = 2")) {
                row.next();
                ((Session) connection.unwrap(JDBCConnection.class).getSession())
                        .getDatabase()
                        .lobManager
                        .deleteLob(((JDBCBlobClient) row.getBlob(1)).getBlob().getId());
            }
            statement.execute("DELETE FROM DIGIPOORT_WIRE_EXAMINED");
            statement.execute("SHUTDOWN");
        }
        // what the server holds its own files against, where it does
        Files.deleteIfExists(home.resolve("var/database.manifest"));
    }
}
