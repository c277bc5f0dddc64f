// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.server.home.StartException;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill is a copy of all files as they are, which is opened. */
class DatabaseGuardTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T05:00:00Z"), ZoneOffset.UTC);
    private static final int OCTETS = 5_000;

    @TempDir
    private Path scratch;

    private int copies;

    @Test
    void opensWhatAKillLeavesAmidWork() throws Exception {
        Path home = home();
        try (Opened database = open(home)) {
            for (int id = 0; id < 5; id++) {
                database.insert(id);

                assertThat(rowsAfter(kill(home))).isEqualTo(id + 1);
            }
        }
        assertThat(rowsAfter(home)).isEqualTo(5);
    }

    /** The start itself, two kinds of checkpoint and the stop, all with changes before them. */
    @Test
    void opensWhatAKillLeavesAtEachStepOfStartCheckpointAndStop() throws Exception {
        Path home = killedWithRows(3);
        Map<String, Path> kills = new LinkedHashMap<>();
        HsqldbSteps steps = new HsqldbSteps(() -> kills.computeIfAbsent(state(home), state -> kill(home)));
        HsqldbSteps.Events events = steps.ofTheStart();
        try (Opened database = open(home)) {
            assertThat(kills).hasSizeGreaterThan(3);
            try (Connection connection = database.connection()) {
                steps.ofTheFiles(connection);
            }
            database.execute("CHECKPOINT");
            database.execute("UPDATE MAIL SET ID = ID + 10");
            database.execute("CHECKPOINT DEFRAG");
            database.execute("UPDATE MAIL SET ID = ID + 10");
        } finally {
            events.end();
        }

        assertThat(kills).hasSizeGreaterThan(20);
        for (Path kill : kills.values()) {
            assertThat(rowsAfter(kill)).as("%s", kill).isEqualTo(3);
        }
    }

    /** The names and sums of all files. */
    private static String state(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            StringBuilder state = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                state.append(file).append(FileSum.of(file).text());
            }
            return state.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void opensALogWhoseEndIsTorn() throws Exception {
        Path home = killedWithRows(3);
        long synced = synced(home);
        try (RandomAccessFile log = new RandomAccessFile(file(home, ".log").toFile(), "rw")) {
            log.setLength(synced);
            log.seek(synced);
            log.write("/*C9*/SET SCHEMA PUBLIC\nINSERT INTO MAIL VALUES(77,'41".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(rowsAfter(home)).isEqualTo(3);
    }

    /** A later page may be on the disk when an earlier one is not. */
    @Test
    void opensALogWithAHoleInItsTornEnd() throws Exception {
        Path home = killedWithRows(3);
        long synced = synced(home);
        try (RandomAccessFile log = new RandomAccessFile(file(home, ".log").toFile(), "rw")) {
            log.setLength(synced);
            log.seek(synced + 4096);
            log.write("ERT INTO MAIL\nCOMMIT\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(rowsAfter(home)).isEqualTo(3);
    }

    /** What the server noted last was not on the disk at a power cut: what the log has is not lost. */
    @Test
    void keepsWhatTheManifestDoesNotKnowYet() throws Exception {
        Path home = home();
        Path manifest = home.resolve("database.manifest");
        Path killed;
        try (Opened database = open(home)) {
            database.insert(0);
            byte[] earlier = Files.readAllBytes(manifest);
            database.insert(1);
            database.insert(2);
            killed = kill(home);
            Files.write(killed.resolve("database.manifest"), earlier);
        }

        assertThat(rowsAfter(killed)).isEqualTo(3);
    }

    @Test
    void refusesALogThatIsCut() throws Exception {
        Path home = killedWithRows(3);
        long synced = synced(home);
        for (long length : List.of(0L, synced / 2, synced - 1)) {
            Path damaged = kill(home);
            cut(file(damaged, ".log"), length);

            assertRefused(damaged, "james.log has " + length + " of the " + synced + " octets");
        }
    }

    @Test
    void refusesALogWithOneOtherBit() throws Exception {
        Path home = killedWithRows(3);
        flip(file(home, ".log"), synced(home) / 2);

        assertRefused(home, "james.log has other octets");
    }

    @Test
    void refusesAFileThatIsMissingAfterAKill() throws Exception {
        Path home = killedWithRows(3);
        for (String extension : List.of(".log", ".script", ".properties", ".data", ".lobs")) {
            Path damaged = kill(home);
            Files.delete(file(damaged, extension));

            assertRefused(damaged, "james" + extension);
        }
    }

    @Test
    void refusesAFileThatIsMissingOrOtherAfterAStop() throws Exception {
        Path home = stoppedWithRows(3);
        for (String extension : List.of(".script", ".properties", ".data", ".lobs")) {
            Path missing = kill(home);
            Files.delete(file(missing, extension));
            assertRefused(missing, "james" + extension + " is missing");

            Path shorter = kill(home);
            cut(file(shorter, extension), Files.size(file(shorter, extension)) / 2);
            assertRefused(shorter, "james" + extension + " has ", " octets instead of ");
        }
        for (String extension : List.of(".script", ".properties", ".data")) {
            Path other = kill(home);
            flip(file(other, extension), Files.size(file(other, extension)) / 2);
            assertRefused(other, "james" + extension + " has other octets");
        }
    }

    /** HSQLDB throws a log away if its properties say that nothing has changed. */
    @Test
    void refusesPropertiesThatAreOlderThanTheLog() throws Exception {
        Path home = killedWithRows(3);
        Path properties = file(home, ".properties");
        Files.writeString(properties, Files.readString(properties).replace("modified=yes", "modified=no"));

        assertRefused(home, "james.properties is older than the log");
    }

    @Test
    void refusesContentsThatAreCutAfterAKill() throws Exception {
        Path home = killedWithRows(3);
        cut(file(home, ".lobs"), 2 * 1024);

        assertRefused(home, "james.lobs has 2048 of the ");
    }

    @Test
    void refusesAManifestThatIsNotWhole() throws Exception {
        Path home = stoppedWithRows(1);
        cut(home.resolve("database.manifest"), 10);

        assertRefused(home, "database.manifest is not whole");
    }

    @Test
    void refusesToBeginEmptyWhereADatabaseWas() throws Exception {
        Path home = stoppedWithRows(1);
        removeDatabase(home);

        assertRefused(home, "not there any more");

        Path older = stoppedWithRows(1);
        removeDatabase(older);
        Files.delete(older.resolve("database.manifest"));
        Files.createDirectory(older.resolve("audit"));
        Files.writeString(older.resolve("audit/digipoort-audit.jsonl"), "{}\n");

        assertRefused(older, "beside the audit trail");
    }

    @Test
    void refusesALineThatHsqldbCannotReplay() throws Exception {
        Path home = killedWithRows(3);
        long synced = synced(home);
        try (RandomAccessFile log = new RandomAccessFile(file(home, ".log").toFile(), "rw")) {
            log.setLength(synced);
            log.seek(synced);
            log.write("INSERT INTO NOTHING VALUES(77)\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertRefused(home, "cannot be opened", "line");
    }

    @Test
    void takesAHomeOfAnEarlierVersionAsItIs() throws Exception {
        Path home = killedWithRows(3);
        Files.delete(home.resolve("database.manifest"));

        assertThat(rowsAfter(home)).isEqualTo(3);
        assertThat(home.resolve("database.manifest")).isNotEmptyFile();
    }

    @Test
    void opensADamagedLogIfThatIsAcceptedAndKeepsACopy() throws Exception {
        Path home = killedWithRows(3);
        byte[] log = Files.readAllBytes(file(home, ".log"));
        long synced = synced(home);
        cut(file(home, ".log"), synced / 2);

        try (Opened database = open(home, DatabaseDamage.ACCEPTED)) {
            assertThat(database.missing).singleElement().asString().contains("james.log has");
            assertThat(database.rows()).isEqualTo(1);
        }

        assertThat(home.resolve("database-damaged-20261130T050000Z/james.log"))
                .hasBinaryContent(Arrays.copyOf(log, (int) synced / 2));
        assertThat(rowsAfter(home)).isEqualTo(1);
    }

    @Test
    void removesWhatHasNoContentIfThatIsAcceptedAndServesNoZeros() throws Exception {
        Path home = killedWithRows(3);
        cut(file(home, ".lobs"), Files.size(file(home, ".lobs")) / 2);

        try (Opened database = open(home, DatabaseDamage.ACCEPTED)) {
            assertThat(database.missing.get(0)).contains("james.lobs has");
            assertThat(database.missing.get(1)).isEqualTo("2 contents are missing");
            assertThat(database.rows()).isEqualTo(1);
            database.insert(8);
        }

        assertThat(rowsAfter(home)).isEqualTo(2);
    }

    @Test
    void givesNoUniqueIdAgainThatALostMessageMayHaveHad() throws Exception {
        Path home = home();
        try (Opened database = open(home)) {
            database.execute("CREATE TABLE JAMES_MAILBOX(MAILBOX_LAST_UID BIGINT)");
            database.execute("INSERT INTO JAMES_MAILBOX VALUES(17)");
        }

        try (Opened database = open(home, DatabaseDamage.ACCEPTED);
                Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAILBOX_LAST_UID FROM JAMES_MAILBOX")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(1_000_017);
        }
    }

    @Test
    void acceptsThatAllIsGone() throws Exception {
        Path home = stoppedWithRows(1);
        removeDatabase(home);

        try (Opened database = open(home, DatabaseDamage.ACCEPTED)) {
            assertThat(database.missing).hasSize(1);
            database.insert(0);
        }

        assertThat(rowsAfter(home)).isEqualTo(1);
    }

    /** As its users are: James 3.9 refuses a blank password, which the databases of earlier versions have. */
    @Test
    void givesADatabaseWithABlankPasswordTheOneOfTheSettings() throws Exception {
        Path home = stoppedWithRows(1);
        String password = "it's set";

        for (int start = 1; start <= 2; start++) {
            DatabaseGuard guard =
                    DatabaseGuard.at(url(home), DatabaseDamage.REFUSED, CLOCK).orElseThrow();
            assertThat(guard.open(url(home), "SA", password)).isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(url(home), "SA", ""))
                    .isInstanceOf(SQLException.class);
            shutDown(home, password);
            guard.close();
        }
    }

    @Test
    void refusesAPasswordThatIsNeitherOfTheDatabaseNorItsFirst() throws Exception {
        Path home = home();
        DatabaseGuard first =
                DatabaseGuard.at(url(home), DatabaseDamage.REFUSED, CLOCK).orElseThrow();
        first.open(url(home), "SA", "right");
        shutDown(home, "right");
        first.close();

        assertThatThrownBy(() -> DatabaseGuard.at(url(home), DatabaseDamage.REFUSED, CLOCK)
                        .orElseThrow()
                        .open(url(home), "SA", "wrong"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be opened");
        shutDown(home, "right");
    }

    private static void shutDown(Path home, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(home), "SA", password);
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    /** HSQLDB opens its log again if a checkpoint fails, as on a full disk: what is in it is not in the script yet. */
    @Test
    void neverBeginsALogInPlaceOfOneThatIsNeeded() throws Exception {
        Path home = home();
        try (Connection connection = DriverManager.getConnection(url(home), "SA", "");
                Statement statement = connection.createStatement();
                ManifestFile manifest = ManifestFile.open(home.resolve("database.manifest"))) {
            statement.execute("CREATE TABLE MAIL(ID INT PRIMARY KEY, BODY BLOB)");
            byte[] log = Files.readAllBytes(file(home, ".log"));
            GuardedFiles guarded = new GuardedFiles(
                    ((Session) connection.unwrap(JDBCConnection.class).getSession()).getDatabase(),
                    files(home),
                    manifest,
                    Manifest.NEW,
                    (what, cause) -> {});

            assertThatThrownBy(() -> guarded.openOutputStreamElementAppend(
                            file(home, ".log").toString()))
                    .isInstanceOf(IOException.class);

            assertThat(guarded.isInUse()).isFalse();
            assertThat(file(home, ".log")).hasBinaryContent(log);
            statement.execute("SHUTDOWN");
        }
    }

    @Test
    void stopsTheWriterWhenTheLogCannotBeSynced() throws Exception {
        List<String> stops = new ArrayList<>();
        Path pipe = scratch.resolve("log");
        DurableLog log = DurableLog.begin(pipe, synced -> stops.add("synced"), (what, cause) -> stops.add(what));
        log.write('a');
        log.close();

        assertThatThrownBy(log::sync).isInstanceOf(IOException.class);
        assertThat(stops).containsExactly(pipe + " cannot be synced to the disk");
    }

    @Test
    void stopsTheWriterWhenAWriteOfTheOtherFilesIsLost() throws Exception {
        Path home = stoppedWithRows(1);
        List<String> stops = new ArrayList<>();
        DatabaseGuard guard =
                new DatabaseGuard(files(home), DatabaseDamage.REFUSED, CLOCK, (what, cause) -> stops.add(what));
        guard.open(url(home), "SA", "");
        try (Connection connection = DriverManager.getConnection(url(home), "SA", "");
                Statement statement = connection.createStatement()) {
            guard.witness().close();

            assertThatThrownBy(() -> statement.execute("CHECKPOINT")).isInstanceOf(SQLException.class);

            assertThat(stops).containsExactly("the files of the database cannot be synced to the disk");
            statement.execute("SHUTDOWN");
        }
    }

    private Path home() throws IOException {
        copies++;
        return Files.createDirectory(scratch.resolve("home" + copies));
    }

    private Path killedWithRows(int rows) throws Exception {
        Path home = home();
        try (Opened database = open(home)) {
            database.execute("CHECKPOINT");
            for (int id = 0; id < rows; id++) {
                database.insert(id);
            }
            return kill(home);
        }
    }

    private Path stoppedWithRows(int rows) throws Exception {
        Path home = home();
        try (Opened database = open(home)) {
            for (int id = 0; id < rows; id++) {
                database.insert(id);
            }
        }
        return home;
    }

    private Path kill(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            Path copy = home();
            for (Path file : files.skip(1).toList()) {
                if (!file.toString().endsWith(".lck")) {
                    Files.copy(file, copy.resolve(home.relativize(file)));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatabaseFiles files(Path home) {
        return DatabaseFiles.of(url(home)).orElseThrow();
    }

    private static Path file(Path home, String extension) {
        return home.resolve("database/james" + extension);
    }

    private static String url(Path home) {
        return "jdbc:hsqldb:file:" + home.resolve("database/james")
                + ";hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.write_delay=false;hsqldb.lob_file_scale=1;hsqldb.extlog=3";
    }

    private static Opened open(Path home) throws Exception {
        return open(home, DatabaseDamage.REFUSED);
    }

    private static Opened open(Path home, DatabaseDamage choice) throws Exception {
        return new Opened(home, choice);
    }

    private static int rowsAfter(Path home) throws Exception {
        try (Opened database = open(home)) {
            return database.rows();
        }
    }

    private static void assertRefused(Path home, String... words) {
        assertThatThrownBy(() -> open(home))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(words)
                .hasMessageContainingAll("restore a backup", "--accept-loss");
    }

    private static long synced(Path home) throws IOException {
        try (ManifestFile file = ManifestFile.open(home.resolve("database.manifest"))) {
            return file.read().orElseThrow().log().length();
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            octets.setLength(length);
        }
    }

    private static void flip(Path file, long position) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[(int) position] ^= 1;
        Files.write(file, octets, StandardOpenOption.WRITE);
    }

    private static void removeDatabase(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("database"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home.resolve("database"));
    }

    /** A guarded database with a table of contents. */
    private static final class Opened implements AutoCloseable {
        private final Path home;
        private final DatabaseGuard guard;
        private final List<String> missing;

        Opened(Path home, DatabaseDamage choice) throws SQLException {
            this.home = home;
            this.guard = DatabaseGuard.at(url(home), choice, CLOCK).orElseThrow();
            this.missing = guard.open(url(home), "SA", "");
            execute("CREATE TABLE IF NOT EXISTS MAIL(ID INT PRIMARY KEY, BODY BLOB)");
        }

        Connection connection() throws SQLException {
            return DriverManager.getConnection(url(home), "SA", "");
        }

        void insert(int id) throws SQLException {
            try (Connection connection = connection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO MAIL VALUES(?, ?)")) {
                byte[] body = new byte[OCTETS];
                Arrays.fill(body, (byte) 'x');
                insert.setInt(1, id);
                insert.setBytes(2, body);
                insert.executeUpdate();
            }
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = connection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        /** How many there are, each with its content. */
        int rows() throws SQLException {
            try (Connection connection = connection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT BODY FROM MAIL")) {
                int rows = 0;
                while (row.next()) {
                    assertThat(row.getBytes(1)).hasSize(OCTETS).containsOnly('x');
                    rows++;
                }
                return rows;
            }
        }

        @Override
        public void close() throws SQLException, IOException {
            execute("SHUTDOWN");
            guard.close();
        }
    }
}
