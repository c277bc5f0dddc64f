// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/** Where the PostgreSQL of James's postgres-app is, by its own {@code postgres.properties}. Immutable. */
public final class PostgresSettings {
    private static final String FILE = "postgres";
    private static final int PORT = 5432;
    private static final int CONNECTIONS = 15;
    /** As in {@code conf/james-database-postgresql.properties}, which says why. */
    private static final String OPTIONS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
            + " -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
            + " -c tcp_user_timeout=30s -c client_connection_check_interval=10s";

    private final String url;
    private final String user;
    private final String password;
    private final int connections;

    private PostgresSettings(String url, String user, String password, int connections) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.connections = connections;
    }

    /** @throws ConfigurationException if the file, the user or the password is missing */
    public static PostgresSettings from(PropertiesProvider properties) throws ConfigurationException {
        try {
            return from(properties.getConfiguration(FILE));
        } catch (FileNotFoundException e) {
            throw new ConfigurationException("conf/" + FILE + ".properties is missing", e);
        }
    }

    static PostgresSettings from(Configuration configuration) throws ConfigurationException {
        String mode = configuration.getString("ssl.mode", "allow");
        String url = "jdbc:postgresql://" + configuration.getString("database.host", "localhost") + ":"
                + configuration.getInt("database.port", PORT) + "/"
                + encoded(configuration.getString("database.name", "postgres"))
                + "?currentSchema=" + encoded(configuration.getString("database.schema", "public"))
                + "&sslmode=" + encoded(mode) + trust(mode)
                + "&connectTimeout=5&loginTimeout=10&socketTimeout=15&tcpKeepAlive=true&options=" + encoded(OPTIONS);
        return new PostgresSettings(
                url,
                required(configuration, "database.username"),
                required(configuration, "database.password"),
                configuration.getInt("pool.max.size", CONNECTIONS));
    }

    /** As James's own driver: the server's certificate is verified by what the JVM trusts. PostgreSQL's would want {@code ~/.postgresql/root.crt}. */
    private static String trust(String mode) {
        return mode.toLowerCase(Locale.ROOT).startsWith("verify-")
                ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                : "";
    }

    private static String required(Configuration configuration, String key) throws ConfigurationException {
        String value = configuration.getString(key, "");
        if (value.isBlank()) {
            throw new ConfigurationException(FILE + ".properties: " + key + " is missing");
        }
        return value;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** The most connections at one time, beside those of James's own pool, which has as many. */
    int connections() {
        return connections;
    }
}
