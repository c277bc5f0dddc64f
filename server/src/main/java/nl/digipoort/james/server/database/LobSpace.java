// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.hsqldb.Database;
import org.hsqldb.HsqlException;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.persist.LobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of HSQLDB's large objects, which has the contents of messages. A checkpoint cuts it off only after the last one that is left; this
 * class moves the last ones to free places before (docs/develop/adr/0049-space-of-deleted-mail.md). For one thread.
 */
final class LobSpace {
    /** Octets that are moved before others may read and write again. */
    private static final int BATCH = 1024 * 1024;

    private static final int LARGEST_COPY = 256 * 1024;

    private static final String USE = "SELECT COALESCE(SUM(L.BLOCK_COUNT), 0) FROM SYSTEM_LOBS.LOBS L"
            + " JOIN SYSTEM_LOBS.LOB_IDS I ON I.LOB_ID = L.LOB_ID WHERE I.LOB_USAGE_COUNT ";
    private static final String LAST = "SELECT BLOCK_ADDR, BLOCK_COUNT, BLOCK_OFFSET, LOB_ID FROM SYSTEM_LOBS.LOBS"
            + " WHERE BLOCK_ADDR = (SELECT MAX(BLOCK_ADDR) FROM SYSTEM_LOBS.LOBS)";
    private static final String FREE =
            "SELECT BLOCK_ADDR, BLOCK_COUNT FROM SYSTEM_LOBS.BLOCKS WHERE TX_ID = 0 AND BLOCK_ADDR < ?";
    private static final String ONE_LARGE_ENOUGH =
            FREE + " AND BLOCK_COUNT >= ? ORDER BY BLOCK_ADDR FETCH FIRST 1 ROWS ONLY";
    private static final String IN_ORDER = FREE + " ORDER BY BLOCK_ADDR";
    private static final String NO_LONGER_USED = "DELETE FROM SYSTEM_LOBS.LOBS WHERE BLOCK_ADDR = ?";
    private static final String USED = "INSERT INTO SYSTEM_LOBS.LOBS VALUES (?, ?, ?, ?)";
    private static final String NO_LONGER_FREE = "DELETE FROM SYSTEM_LOBS.BLOCKS WHERE BLOCK_ADDR = ?";
    private static final String FREED = "INSERT INTO SYSTEM_LOBS.BLOCKS VALUES (?, ?, 0)";
    private static final String MERGE_FREE = "CALL SYSTEM_LOBS.MERGE_EMPTY_BLOCKS()";

    private static final Logger LOGGER = LoggerFactory.getLogger(LobSpace.class);

    private final Connection connection;
    private final Database database;
    /** HSQLDB's own session, the only one that may change the catalogue; used under its lock only. */
    private final Connection catalogue;

    private final long block;

    LobSpace(Connection connection) throws SQLException {
        this.connection = connection;
        this.database = ((Session) connection.unwrap(JDBCConnection.class).getSession()).getDatabase();
        this.catalogue = new JDBCConnection(database.sessionManager.getSysLobSession());
        this.block = database.logger.getLobBlockSize();
    }

    /** The octets of the file, those of contents in use, and those of contents that the next checkpoint frees. */
    record Usage(long file, long used, long unused) {
        long wasted() {
            return file - used;
        }
    }

    Usage usage() throws SQLException {
        return new Usage(underLock(this::length), octets("> 0"), octets("= 0"));
    }

    /** Also frees what was deleted before the database was opened, which HSQLDB leaves until something else is deleted. */
    void checkpoint() throws SQLException {
        database.lobManager.setUsageChanged();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /**
     * Moves contents from the end of the file to free places until the file has at most this many octets, or nothing can be moved. Then cuts
     * it off. Others wait while a megabyte is moved. A kill leaves each content in its old or its new place.
     */
    void shrinkTo(long octets) throws SQLException {
        while (underLock(() -> moveBatch(octets))) {
            LOGGER.debug("Moved contents in the file of large objects");
        }
        underLock(this::cutOff);
    }

    private boolean moveBatch(long octets) throws SQLException {
        if (length() < end()) {
            throw new SQLException("the file of large objects is shorter than its contents");
        }
        long moved = 0;
        catalogue.setAutoCommit(false);
        try {
            for (int count = moveLast(octets); count > 0; count = moved < BATCH ? moveLast(octets) : 0) {
                moved += count * block;
            }
            catalogue.commit();
        } finally {
            catalogue.rollback();
            catalogue.setAutoCommit(true);
        }
        // before anyone writes to the old places
        database.logger.synchLog();
        return moved >= BATCH;
    }

    /**
     * Moves the last piece of the file, or as much of its end as there is place for. All free places are before it, so none is one that this
     * transaction has freed.
     *
     * @return how many blocks were moved; 0 if there is no place
     */
    private int moveLast(long octets) throws SQLException {
        return select(LAST, last -> last.next() && end(last) > octets ? move(last) : 0);
    }

    private int move(ResultSet piece) throws SQLException {
        int address = piece.getInt(1);
        int count = piece.getInt(2);
        int offset = piece.getInt(3);
        long lob = piece.getLong(4);
        List<Place> places = places(address, count);
        int moved = places.stream().mapToInt(Place::taken).sum();
        if (moved == 0) {
            return 0;
        }
        int staying = count - moved;
        update(NO_LONGER_USED, address);
        if (staying > 0) {
            update(USED, address, staying, offset, lob);
        }
        update(FREED, address + staying, moved);
        int done = staying;
        for (Place place : places) {
            copy(address + done, place);
            take(place, offset + done, lob);
            done += place.taken();
        }
        return moved;
    }

    /** Free blocks of which some or all are taken. */
    private record Place(int address, int count, int taken) {}

    private List<Place> places(int before, int count) throws SQLException {
        List<Place> one = places(count, ONE_LARGE_ENOUGH, before, count);
        return one.isEmpty() ? places(count, IN_ORDER, before) : one;
    }

    private List<Place> places(int count, String sql, Object... parameters) throws SQLException {
        return select(sql, free -> firstOf(free, count), parameters);
    }

    private static List<Place> firstOf(ResultSet free, int count) throws SQLException {
        List<Place> places = new ArrayList<>();
        int missing = count;
        while (missing > 0 && free.next()) {
            Place place = new Place(free.getInt(1), free.getInt(2), Math.min(missing, free.getInt(2)));
            places.add(place);
            missing -= place.taken();
        }
        return places;
    }

    private void take(Place place, int offset, long lob) throws SQLException {
        update(NO_LONGER_FREE, place.address());
        if (place.taken() < place.count()) {
            update(FREED, place.address() + place.taken(), place.count() - place.taken());
        }
        update(USED, place.address(), place.taken(), offset, lob);
    }

    private void copy(int from, Place to) {
        LobStore store = database.lobManager.getLobStore();
        int step = Math.max(1, (int) (LARGEST_COPY / block));
        for (int done = 0; done < to.taken(); done += step) {
            int count = Math.min(step, to.taken() - done);
            store.setBlockBytes(store.getBlockBytes(from + done, count), to.address() + done, count);
        }
        store.synch();
    }

    private boolean cutOff() throws SQLException {
        try (Statement statement = catalogue.createStatement()) {
            statement.execute(MERGE_FREE);
        }
        database.logger.synchLog();
        if (length() > end()) {
            database.lobManager.getLobStore().setLength(end());
        }
        return true;
    }

    private long length() {
        return database.lobManager.getLobStore().getLength();
    }

    private long end() throws SQLException {
        return select(LAST, last -> last.next() ? end(last) : 0L);
    }

    private long end(ResultSet last) throws SQLException {
        return (last.getLong(1) + last.getLong(2)) * block;
    }

    /** By a session of its own: others need not wait for a look at the whole catalogue. */
    private long octets(String use) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(USE + use)) {
            row.next();
            return row.getLong(1) * block;
        }
    }

    private <T> T select(String sql, Reader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement select = catalogue.prepareStatement(sql)) {
            set(select, parameters);
            try (ResultSet rows = select.executeQuery()) {
                return reader.read(rows);
            }
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** While it runs, nobody reads or writes a content, and HSQLDB makes no checkpoint. */
    private <T> T underLock(Work<T> work) throws SQLException {
        database.lobManager.lock();
        try {
            return work.run();
        } catch (HsqlException e) {
            throw new SQLException("the file of large objects cannot be used", e);
        } finally {
            database.lobManager.unlock();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private void update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement update = catalogue.prepareStatement(sql)) {
            set(update, parameters);
            if (update.executeUpdate() != 1) {
                throw new SQLException("the catalogue of large objects is not as it was read");
            }
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
