// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LobSpaceTest {
    private static final int MESSAGES = 20;

    @TempDir
    Path home;

    private Connection connection;
    private LobSpace space;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection(
                "jdbc:hsqldb:file:" + home.resolve("james")
                        + ";hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.write_delay=false;hsqldb.lob_file_scale=1",
                "SA",
                "");
        space = new LobSpace(connection);
    }

    @AfterEach
    void shutDown() throws SQLException {
        execute("SHUTDOWN");
        connection.close();
    }

    private void reopen() throws SQLException {
        shutDown();
        open();
    }

    @Test
    void cutsTheFileOffAfterWhatIsLeftWhereverThatWas() throws Exception {
        for (int left : List.of(0, MESSAGES / 2, MESSAGES - 1)) {
            store(MESSAGES, 30_000);
            execute("DELETE FROM MAIL WHERE ID <> " + left);
            space.checkpoint();

            space.shrinkTo(0);

            assertThat(size()).as("message " + left).isEqualTo(30 * 1024);
            assertThat(contents()).isEqualTo(List.of(content(left, 30_000)));
            reopen();
            assertThat(contents()).isEqualTo(List.of(content(left, 30_000)));
            execute("DROP TABLE MAIL");
            space.checkpoint();
        }
    }

    /** Also more than is moved at a time, and pieces that are moved again. */
    @Test
    void movesWhatFitsIntoNoSinglePlaceInPieces() throws Exception {
        store(MESSAGES, 30_000);
        store(MESSAGES, 1, 1_500_000);
        execute("DELETE FROM MAIL WHERE MOD(ID, 2) = 0 AND ID < " + MESSAGES);
        store(MESSAGES + 1, 1, 200_000);
        execute("DELETE FROM MAIL WHERE ID = " + (MESSAGES - 1));
        space.checkpoint();
        List<String> before = contents();

        space.shrinkTo(0);

        assertThat(size()).isEqualTo(space.usage().used());
        assertThat(contents()).isEqualTo(before);
        execute("DELETE FROM MAIL WHERE ID < " + MESSAGES);
        space.checkpoint();
        space.shrinkTo(0);
        assertThat(size()).isEqualTo(space.usage().used());
        reopen();
        assertThat(contents()).isEqualTo(before.subList(before.size() - 2, before.size()));
    }

    @Test
    void movesNoMoreThanIsAskedFor() throws Exception {
        store(MESSAGES, 30_000);
        execute("DELETE FROM MAIL WHERE MOD(ID, 2) = 0");
        space.checkpoint();

        space.shrinkTo(15 * 30 * 1024);

        assertThat(size()).isEqualTo(14 * 30 * 1024);
    }

    @Test
    void freesWhatWasDeletedBeforeARestart() throws Exception {
        store(MESSAGES, 30_000);
        execute("DELETE FROM MAIL");
        reopen();
        assertThat(space.usage()).isEqualTo(new LobSpace.Usage(MESSAGES * 30 * 1024, 0, MESSAGES * 30 * 1024));

        space.checkpoint();

        assertThat(size()).isZero();
    }

    @Test
    void takesWhatIsStoredAfterwards() throws Exception {
        store(MESSAGES, 30_000);
        execute("DELETE FROM MAIL WHERE MOD(ID, 3) > 0");
        space.checkpoint();
        space.shrinkTo(0);
        store(MESSAGES, MESSAGES, 20_000);

        reopen();

        List<String> expected = new ArrayList<>();
        for (int id = 0; id < MESSAGES; id += 3) {
            expected.add(content(id, 30_000));
        }
        for (int id = MESSAGES; id < 2 * MESSAGES; id++) {
            expected.add(content(id, 20_000));
        }
        assertThat(contents()).isEqualTo(expected);
        assertThat(size()).isEqualTo(space.usage().used());
    }

    /** It would make zeros of what may be in a backup. */
    @Test
    void leavesAFileAloneThatIsShorterThanItsContents() throws Exception {
        store(MESSAGES, 30_000);
        execute("DELETE FROM MAIL WHERE ID < 5");
        space.checkpoint();
        try (RandomAccessFile file =
                new RandomAccessFile(home.resolve("james.lobs").toFile(), "rw")) {
            file.setLength(10 * 30 * 1024);
        }

        assertThatThrownBy(() -> space.shrinkTo(0)).isInstanceOf(SQLException.class);

        assertThat(size()).isEqualTo(10 * 30 * 1024);
    }

    private long size() throws IOException {
        return Files.size(home.resolve("james.lobs"));
    }

    private void store(int messages, int octets) throws SQLException {
        execute("CREATE TABLE MAIL(ID INT PRIMARY KEY, BODY BLOB)");
        store(0, messages, octets);
    }

    private void store(int first, int messages, int octets) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO MAIL VALUES(?, ?)")) {
            for (int id = first; id < first + messages; id++) {
                insert.setInt(1, id);
                insert.setBytes(2, octets(id, octets));
                insert.executeUpdate();
            }
        }
    }

    private static byte[] octets(int id, int octets) {
        byte[] content = new byte[octets];
        new Random(id).nextBytes(content);
        return content;
    }

    private static String content(int id, int octets) {
        return digest(id, octets(id, octets));
    }

    private List<String> contents() throws SQLException {
        List<String> contents = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ID, BODY FROM MAIL ORDER BY ID")) {
            while (row.next()) {
                contents.add(digest(row.getInt(1), row.getBytes(2)));
            }
        }
        return contents;
    }

    private static String digest(int id, byte[] octets) {
        try {
            return id + " "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
