package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.EntityTransaction;
import org.apache.openjpa.persistence.OpenJPAPersistence;

/**
 * James's own database, reached through James's own entity manager factory: its configuration, its connection pool.
 * Thread-safe.
 */
public final class JamesDatabase implements Transactions {
    private static final Pattern IN_THIS_PROCESS =
            Pattern.compile("jdbc:(hsqldb:(file|mem):|h2:(?!tcp:|ssl:|.*AUTO_SERVER=TRUE))", Pattern.CASE_INSENSITIVE);

    private final EntityManagerFactory factory;

    @Inject
    public JamesDatabase(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public <T> T transact(SqlWork<T> work) throws SQLException {
        EntityManager entityManager = factory.createEntityManager();
        try {
            return transact(entityManager, work);
        } finally {
            entityManager.close();
        }
    }

    /**
     * Whether the database lives in this process, so that no other one can use it.
     *
     * @throws SQLException if it cannot be asked
     */
    boolean isInThisProcess() throws SQLException {
        return IN_THIS_PROCESS
                .matcher(transact(connection -> connection.getMetaData().getURL()))
                .lookingAt();
    }

    private static <T> T transact(EntityManager entityManager, SqlWork<T> work) throws SQLException {
        EntityTransaction transaction = entityManager.getTransaction();
        transaction.begin();
        try {
            // OpenJPA's transactions are optimistic: without this the connection would commit every statement by itself
            OpenJPAPersistence.cast(entityManager).beginStore();
            T result = run(entityManager, work);
            transaction.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(transaction, e);
            throw e;
        }
    }

    private static <T> T run(EntityManager entityManager, SqlWork<T> work) throws SQLException {
        try (Connection connection = entityManager.unwrap(Connection.class)) {
            return work.run(connection);
        }
    }

    private static void rollback(EntityTransaction transaction, Throwable reason) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }
}
