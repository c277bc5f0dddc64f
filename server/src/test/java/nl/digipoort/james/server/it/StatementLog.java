// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import nl.digipoort.james.testing.TestPostgres;

/** The statements that PostgreSQL gets from connections made while this is open, from its own log. */
final class StatementLog implements AutoCloseable {
    private static final Pattern STATEMENT = Pattern.compile("LOG: {2}(?:execute [^:]+|statement): (\\S.*)");
    /** What the driver sends together with the next statement, or for itself. */
    private static final Pattern HOUSEKEEPING = Pattern.compile("(BEGIN|ROLLBACK|SET|SHOW)\\b.*");

    static final String COMMIT = "COMMIT";

    private final TestPostgres postgres;
    private final Connection connection;
    private final Path file;
    private int seen;

    StatementLog(TestPostgres postgres) throws SQLException {
        this.postgres = postgres;
        this.connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
        this.file = Path.of(ask("SHOW data_directory")).resolveSibling("log");
        execute("ALTER ROLE " + postgres.user() + " SET log_statement = 'all'");
    }

    /** The statements since the last call. */
    List<String> take() throws IOException {
        return takeWithCommits().stream()
                .filter(statement -> !statement.equals(COMMIT))
                .toList();
    }

    /** The same, and each {@link #COMMIT}, which is a round trip of its own. */
    List<String> takeWithCommits() throws IOException {
        String log = Files.readString(file, StandardCharsets.UTF_8);
        String news = log.substring(seen);
        seen = log.length();
        return STATEMENT
                .matcher(news)
                .results()
                .map((MatchResult statement) -> statement.group(1))
                .filter(statement -> !HOUSEKEEPING.matcher(statement).matches())
                .toList();
    }

    /** The first value of a query's result. */
    String ask(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("ALTER ROLE " + postgres.user() + " RESET log_statement");
        connection.close();
    }
}
