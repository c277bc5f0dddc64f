// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.james.mailbox.model.MailboxId;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCBlobClient;
import org.hsqldb.jdbc.JDBCConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents that a real database has lost, beside others that it has. */
class DamagedContentTest {
    private static final int HEADER = 13;
    private static final int BODY = 20_000;

    @TempDir
    Path folder;

    @Test
    void isRecognisedOnHsqldb() throws Exception {
        String url = "jdbc:hsqldb:file:" + folder + "/james;hsqldb.tx=mvcc;hsqldb.default_table_type=cached";
        EntityManagerFactory factory = TestJpa.hsqldb(url);
        MailboxId mailbox = twoMessages(factory);

        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT MAIL_BYTES FROM JAMES_MAIL WHERE MAIL_UID = 2")) {
                row.next();
                long lob = ((JDBCBlobClient) row.getBlob(1)).getBlob().getId();
                ((Session) connection.unwrap(JDBCConnection.class).getSession())
                        .getDatabase()
                        .lobManager
                        .deleteLob(lob);
            }

            assertOnlyTheSecondIsDamaged(factory, mailbox);
            factory.close();
            statement.execute("SHUTDOWN");
        }
    }

    /** The file of the values that are stored apart from their rows is cut off while the server is down. */
    @Test
    void isToldFromAnUnavailableStoreOnPostgres() throws Exception {
        EntityManagerFactory factory;
        MailboxId mailbox;
        try (TestPostgres postgres = TestPostgres.ofItsOwn()) {
            factory = postgres(postgres);
            mailbox = twoMessages(factory);
            factory.close();
            Path values;
            try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
                try (ResultSet row = statement.executeQuery("SELECT current_setting('data_directory'),"
                        + " pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = 'james_mail'")) {
                    row.next();
                    values = Path.of(row.getString(1), row.getString(2));
                }
            }
            postgres.crash();
            assertThat(values).isNotEmptyFile();
            Files.newByteChannel(values, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
            postgres.start();
            factory = postgres(postgres);

            assertOnlyTheSecondIsDamaged(factory, mailbox);
        }
        assertUnavailable(factory, mailbox);
    }

    private static EntityManagerFactory postgres(TestPostgres postgres) {
        return TestJpa.factory(
                "org.postgresql.Driver", postgres.url(), Map.of("openjpa.ConnectionUserName", postgres.user()));
    }

    private static MailboxId twoMessages(EntityManagerFactory factory) throws Exception {
        MailboxId mailbox = TestJpaMailboxes.mailbox(factory, UUID.randomUUID() + "@example.org", 1, 2);
        byte[] body = new byte[BODY];
        new Random(1).nextBytes(body);
        new JamesDatabase(factory).transact(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE JAMES_MAIL SET MAIL_BYTES = ?, MAIL_CONTENT_OCTETS_COUNT = ? WHERE MAIL_UID = 2")) {
                update.setBytes(1, body);
                update.setLong(2, HEADER + BODY);
                return update.executeUpdate();
            }
        });
        return mailbox;
    }

    private static void assertOnlyTheSecondIsDamaged(EntityManagerFactory factory, MailboxId mailbox) throws Exception {
        MessageReader reader = reader(factory);
        assertThat(reader.read(null, mailbox, 1, null).readAllBytes()).isEqualTo(TestJpaMailboxes.content(1));
        Exception failure = catchException(() -> reader.read(null, mailbox, 2, null));
        assertThat(failure).hasRootCauseInstanceOf(Exception.class);
        assertThat(reader.isDamage(failure))
                .as(failure + " of " + failure.getCause())
                .isTrue();
    }

    private static void assertUnavailable(EntityManagerFactory factory, MailboxId mailbox) throws SQLException {
        MessageReader reader = reader(factory);
        Exception failure = catchException(() -> reader.read(null, mailbox, 2, null));
        assertThat(failure).isNotNull();
        assertThat(reader.isDamage(failure)).isFalse();
        factory.close();
    }

    private static MessageReader reader(EntityManagerFactory factory) {
        return new JpaMessageReader(new JamesDatabase(factory), new MailboxApiReader());
    }
}
