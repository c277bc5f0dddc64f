// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;

/** Creates an entity manager factory as James JPA does from its conf/james-database.properties. */
public final class TestJpa {
    private TestJpa() {}

    public static EntityManagerFactory factory(String driver, String url, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("openjpa.ConnectionDriverName", driver);
        properties.put("openjpa.ConnectionURL", url);
        properties.putIfAbsent("openjpa.ConnectionProperties", "MaxTotal=4,MaxWaitMillis=5000");
        properties.put("openjpa.Multithreaded", "true");
        properties.put("openjpa.Log", "DefaultLevel=ERROR");
        return Persistence.createEntityManagerFactory("Global", properties);
    }

    public static EntityManagerFactory hsqldb(String url) {
        return factory("org.hsqldb.jdbc.JDBCDriver", url, Map.of("openjpa.ConnectionUserName", "SA"));
    }

    public static EntityManagerFactory h2(String url) {
        return factory("org.h2.Driver", url, Map.of("openjpa.jdbc.DBDictionary", "h2(booleanRepresentation=BOOLEAN)"));
    }

    /** Drops the given tables, if they exist. */
    public static void drop(EntityManagerFactory factory, List<String> tables) throws SQLException {
        for (String table : tables) {
            execute(factory, "DROP TABLE IF EXISTS " + table);
        }
    }

    public static void execute(EntityManagerFactory factory, String sql) throws SQLException {
        new JamesDatabase(factory).transact(connection -> execute(connection, sql));
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
