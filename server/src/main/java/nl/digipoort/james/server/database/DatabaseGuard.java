// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digipoort.james.server.home.StartException;
import org.hsqldb.Database;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to open an HSQLDB database that has lost what was stored in it, and stops the process when a write to it may be lost
 * (docs/develop/adr/0048-damaged-database.md). For one start of one database; not thread-safe.
 */
public final class DatabaseGuard {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseGuard.class);
    private static final String AUDIT = "audit";
    /** HSQLDB's code for a database that another process has. */
    private static final int IN_USE = -451;
    /** The class of SQLSTATEs for a user or a password that is wrong. */
    private static final String NOT_AUTHORIZED = "28";

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String MAILBOXES =
            "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'JAMES_MAILBOX'";
    /** By more than what has come since the state that is left. */
    private static final String RAISE_UNIQUE_IDS =
            "UPDATE JAMES_MAILBOX SET MAILBOX_LAST_UID = MAILBOX_LAST_UID + 1000000";

    private static final String ADVICE = "; restore a backup, or start once with --accept-loss to go on with what is"
            + " left (docs/operate/operator.md#a-damaged-database)";

    private final DatabaseFiles files;
    private final DatabaseDamage choice;
    private final Clock clock;
    private final WriterStop stop;
    private final List<String> accepted = new ArrayList<>();
    private boolean fullReplay;
    private ManifestFile manifestFile;
    private GuardedFiles guarded;

    DatabaseGuard(DatabaseFiles files, DatabaseDamage choice, Clock clock, WriterStop stop) {
        this.files = files;
        this.choice = choice;
        this.clock = clock;
        this.stop = stop;
    }

    /** The guard of the database of this URL; empty for another product. */
    public static Optional<DatabaseGuard> at(String url, DatabaseDamage choice, Clock clock) {
        return DatabaseFiles.of(url).map(files -> new DatabaseGuard(files, choice, clock, DatabaseGuard::halt));
    }

    /** Not by an exception, which HSQLDB ignores; and not in order, which would write more. */
    private static void halt(String what, Throwable cause) {
        try {
            LOGGER.error(
                    "A write to the database may be lost: {}. The server ends at once, so that nothing more is"
                            + " acknowledged; look at the disk, then start it again",
                    what,
                    cause);
        } finally {
            Runtime.getRuntime().halt(WriterStop.STATUS);
        }
    }

    /**
     * Opens the database.
     *
     * @return what is missing in it, if that was accepted; empty if nothing is
     * @throws StartException if it is damaged, and that is not accepted
     */
    public List<String> open(String url, String user, String password) {
        try {
            Files.createDirectories(files.directory().getParent());
            inspect();
            attach(url, user, password);
            return List.copyOf(accepted);
        } catch (IOException | UncheckedIOException e) {
            throw new StartException("the files of the database " + files.base() + " cannot be used: " + e, e);
        } catch (SQLException e) {
            throw new StartException(
                    "the database " + files.base() + " cannot be opened: " + e.getMessage() + advice(e), e);
        }
    }

    private String advice(SQLException e) {
        if (e.getErrorCode() == IN_USE) {
            return "";
        }
        return choice == DatabaseDamage.REFUSED
                ? ADVICE
                : "; restore a backup, or move " + files.directory() + " away to begin with an empty one";
    }

    private void inspect() throws IOException {
        Path path = beside(".manifest");
        boolean recorded = Files.exists(path) && Files.size(path) > 0;
        boolean stored = Files.exists(files.script()) || Files.exists(files.newScript());
        if (!recorded && !stored && isAudited()) {
            damaged(List.of("there is none beside the audit trail " + audit()));
        }
        manifestFile = ManifestFile.open(path);
        Optional<Manifest> manifest = recorded ? manifestFile.read() : Optional.empty();
        if (recorded && manifest.isEmpty()) {
            damaged(List.of(path + " is not whole"));
        } else if (recorded && manifest.get().phase() != Manifest.Phase.NEW) {
            inspect(manifest.get(), stored);
        } else if (stored) {
            LOGGER.warn(
                    "There is no {} of an earlier version: the database is taken as it is, and guarded from now on",
                    path);
        }
        manifestFile.writeDurably(
                accepted.isEmpty() && manifest.isPresent()
                        ? manifest.get().opening()
                        : stored ? unknown().opening() : Manifest.NEW);
    }

    /** With nothing to hold it against: whatever a kill leaves before the first checkpoint is taken. */
    private Manifest unknown() throws IOException {
        return Manifest.NEW.open(FileSum.of(files.script()), FileSum.NONE);
    }

    private boolean isAudited() throws IOException {
        if (!Files.isDirectory(audit())) {
            return false;
        }
        try (Stream<Path> trail = Files.list(audit())) {
            return trail.anyMatch(file -> file.toFile().length() > 0);
        }
    }

    private Path audit() {
        return files.directory().resolveSibling(AUDIT);
    }

    private Path beside(String ending) {
        return files.directory().resolveSibling(files.directory().getFileName() + ending);
    }

    private void inspect(Manifest manifest, boolean stored) throws IOException {
        if (!stored && !Files.exists(files.data()) && !Files.exists(files.log())) {
            damaged(List.of("its files are not there any more"));
            return;
        }
        Inspection inspection = Inspection.of(files, manifest);
        if (!inspection.damage().isEmpty()) {
            damaged(inspection.damage());
            return;
        }
        if (inspection.propertiesAreTorn()) {
            Files.delete(files.properties());
        }
        if (inspection.logCounts()) {
            LogTail.trim(files.log(), manifest.log().length());
            fullReplay = true;
        }
    }

    private void damaged(List<String> damage) throws IOException {
        String text = String.join(", ", damage);
        if (choice == DatabaseDamage.REFUSED) {
            throw new StartException("the database in " + files.directory() + " is damaged: " + text + ADVICE);
        }
        accepted.addAll(damage);
        LOGGER.error("The database in {} is damaged, and that is accepted: {}", files.directory(), text);
        keepAside();
    }

    /** A copy of what is left: HSQLDB writes its files anew. */
    private void keepAside() throws IOException {
        if (!Files.isDirectory(files.directory())) {
            return;
        }
        Path aside = beside("-damaged-" + MOMENT.format(clock.instant()));
        if (Files.exists(aside)) {
            return;
        }
        Files.createDirectory(aside);
        try (Stream<Path> all = Files.list(files.directory())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, aside.resolve(file.getFileName()));
            }
        }
        LOGGER.warn("What is left of the damaged database is copied to {}", aside);
    }

    private void attach(String url, String user, String password) throws SQLException, IOException {
        try (Connection connection = connect(url, user, password);
                Statement statement = connection.createStatement()) {
            Database database =
                    ((Session) connection.unwrap(JDBCConnection.class).getSession()).getDatabase();
            inspectLobs(new LobFile(files.lobs(), database.logger.getLobBlockSize(), connection), statement);
            if (choice == DatabaseDamage.ACCEPTED) {
                raiseUniqueIds(statement);
            }
            guarded = new GuardedFiles(
                    database, files, manifestFile, manifestFile.read().orElseThrow(), stop);
            database.logger.fileAccess = guarded;
            // the log that HSQLDB has opened is not guarded: this begins another
            statement.execute("CHECKPOINT");
            if (!guarded.isInUse()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
                throw new StartException("the database in " + files.directory()
                        + " cannot write its checkpoint, and loses nothing by that; is the disk full?");
            }
        }
    }

    /** A client skips a message whose unique-id it has seen with one that is lost. */
    private static void raiseUniqueIds(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery(MAILBOXES)) {
            if (!table.next()) {
                return;
            }
        }
        int maildrops = statement.executeUpdate(RAISE_UNIQUE_IDS);
        LOGGER.warn("The unique-ids of new mail in {} mailboxes begin higher by a million", maildrops);
    }

    /** HSQLDB ends the replay of a log silently at the first line that it cannot read, unless it is asked not to. */
    private Connection connect(String url, String user, String password) throws SQLException, IOException {
        if (fullReplay) {
            try {
                return authenticate(url + ";hsqldb.full_log_replay=true", user, password);
            } catch (SQLException e) {
                if (choice == DatabaseDamage.REFUSED || e.getErrorCode() == IN_USE) {
                    throw e;
                }
                damaged(List.of(e.getMessage()));
            }
        }
        return authenticate(url, user, password);
    }

    /** A database of an earlier version has a blank password, which James 3.9 refuses: it gets the one of the settings. */
    private static Connection authenticate(String url, String user, String password) throws SQLException {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            if (password.isEmpty() || !String.valueOf(e.getSQLState()).startsWith(NOT_AUTHORIZED)) {
                throw e;
            }
            return withNewPassword(url, user, password, e);
        }
    }

    private static Connection withNewPassword(String url, String user, String password, SQLException refusal)
            throws SQLException {
        try (Connection blank = DriverManager.getConnection(url, user, "");
                Statement statement = blank.createStatement()) {
            statement.execute("SET PASSWORD '" + password.replace("'", "''") + "'");
            LOGGER.info("The database, whose password was blank, has that of james-database.properties now");
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
        return DriverManager.getConnection(url, user, password);
    }

    private void inspectLobs(LobFile lobs, Statement statement) throws SQLException, IOException {
        if (lobs.length() >= lobs.needed()) {
            return;
        }
        try {
            damaged(List.of(files.lobs().getFileName() + " has " + lobs.length() + " of the " + lobs.needed()
                    + " octets that messages need"));
        } catch (StartException e) {
            statement.execute("SHUTDOWN IMMEDIATELY");
            throw e;
        }
        List<String> removed = lobs.removeRowsWithoutContent();
        removed.forEach(row -> LOGGER.error("Its content is missing, so it is removed: {}", row));
        accepted.add(removed.size() + " contents are missing");
    }

    /** For a test, which makes it fail. */
    DiskWitness witness() {
        return guarded.witness();
    }

    /** Notes what the files are, after the database was shut down. */
    public void close() throws IOException {
        if (guarded != null) {
            guarded.close();
        }
    }
}
