// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plans by which PostgreSQL executes the statements of a server that has 100,000 accounts: PostgreSQL itself logs the plan of every
 * statement, those of cascades included. Not thread-safe.
 */
public final class QueryPlans implements AutoCloseable {
    private static final int ACCOUNTS = 100_000;
    /** A table of fewer rows does not grow with accounts or messages. */
    private static final int MANY_ROWS = 5_000;
    /** No statement about one maildrop reads more pages, cascades aside, and no table that grows has so few. */
    private static final int MANY_PAGES = 500;

    private static final Pattern PLAN = Pattern.compile("LOG: {2}duration: [\\d.]+ ms {2}plan:\\R((?:\t.*(?:\\R|$))+)");
    private static final Pattern WHOLE_TABLE = Pattern.compile("Seq Scan on (\\w+)");
    private static final Pattern PAGES = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
    /** Rows for each account in every table that has some; {@code i} is its number. Tables that are not there are skipped. */
    private static final List<String> ROWS = List.of(
            "JAMES_USER (USER_NAME, PASSWORD_HASH_ALGORITHM, PASSWORD, version)"
                    + " SELECT u, 'PBKDF2-SHA512', repeat('x', 88), 1",
            "JAMES_RECIPIENT_REWRITE (USER_NAME, DOMAIN_NAME, TARGET_ADDRESS)"
                    + " SELECT 'alias' || i, 'example.org', 'forward:' || u",
            "JAMES_MAILBOX (MAILBOX_ID, USER_NAME, MAILBOX_NAME, MAILBOX_NAMESPACE, MAILBOX_UID_VALIDITY,"
                    + " MAILBOX_LAST_UID, MAILBOX_HIGHEST_MODSEQ) SELECT 1000000 + i, u, 'INBOX', '#private', i, 2, 2",
            "JAMES_SUBSCRIPTION (SUBSCRIPTION_ID, USER_NAME, MAILBOX_NAME) SELECT 1000000 + i, u, 'INBOX'",
            "JAMES_MAIL (MAILBOX_ID, MAIL_UID, MAIL_MODSEQ, MAIL_DATE, MAIL_BODY_START_OCTET,"
                    + " MAIL_CONTENT_OCTETS_COUNT, MAIL_IS_RECENT, MAIL_IS_ANSWERED, MAIL_IS_DELETED, MAIL_IS_DRAFT,"
                    + " MAIL_IS_FLAGGED, MAIL_IS_SEEN, HEADER_BYTES, MAIL_BYTES) SELECT 1000000 + i, uid, uid,"
                    + " CURRENT_TIMESTAMP, 4, 8, TRUE, FALSE, FALSE, FALSE, FALSE, FALSE, 'a: b', 'text'"
                    + " FROM generate_series(1, 2) uid",
            "JAMES_MAIL_PROPERTY (PROPERTY_ID, PROPERTY_LINE_NUMBER, PROPERTY_NAME_SPACE, PROPERTY_LOCAL_NAME,"
                    + " PROPERTY_VALUE, MAILBOX_ID, MAIL_UID) SELECT 1000000 + 2 * i + uid, 0, 'space', 'name', 'value',"
                    + " 1000000 + i, uid FROM generate_series(1, 2) uid",
            "JAMES_MAIL_USERFLAG (USERFLAG_ID, USERFLAG_NAME, MAILBOX_ID, MAIL_UID)"
                    + " SELECT 1000000 + i, 'flag', 1000000 + i, 1",
            "JAMES_QUOTA_CURRENTQUOTA (CURRENTQUOTA_QUOTAROOT, CURRENTQUOTA_MESSAGECOUNT, CURRENTQUOTA_SIZE)"
                    + " SELECT '#user&' || u, 2, 16",
            "JAMES_MAX_USER_MESSAGE_COUNT (QUOTAROOT_ID, VALUE) SELECT '#user&' || u, 1000",
            "JAMES_MAX_USER_STORAGE (QUOTAROOT_ID, VALUE) SELECT '#user&' || u, 1000000",
            "DIGIPOORT_CREDENTIAL (USER_NAME, REALM, SEALED, FINGERPRINT, CREATED_AT)"
                    + " SELECT u, 'example.org', repeat('A', 200), repeat('A', 44), 1",
            "DIGIPOORT_ACTIVITY (USER_NAME, LOGIN_AT, LOGIN_CLIENT, RETRIEVAL_AT, COUNTED_AT)"
                    + " SELECT u, 1, '127.0.0.1', 1, CURRENT_TIMESTAMP",
            "DIGIPOORT_USE (USER_NAME, USE_NAME, FIRST_AT, LAST_AT, LAST_CLIENT)"
                    + " SELECT u, n, 1, 1, '127.0.0.1' FROM unnest(ARRAY['PLAIN', 'TLSv1.3']) n",
            "DIGIPOORT_LIMIT (APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE)" + " SELECT 'one', u, 'loginDelay', 1",
            "DIGIPOORT_WIRE_EXAMINED (MAILBOX_ID, EXAMINED_THROUGH) SELECT (1000000 + i)::text, 2",
            "DIGIPOORT_WIRE_SIZE (MAILBOX_ID, MESSAGE_UID, WIRE_OCTETS) SELECT (1000000 + i)::text, 1, 10",
            "DIGIPOORT_MAILDROP (MAILDROP, LAST_SEQUENCE, WAITING) SELECT u, 2, CASE WHEN i % 1000 = 0 THEN 1 ELSE 0 END",
            "DIGIPOORT_HELD (MAILDROP, SEQUENCE_NUMBER, NAME, CONTENT_ID, OCTETS, TRACE, HELD_AT, MAY_COME_AGAIN)"
                    + " SELECT u, 2, 'name' || i, 'content' || i, 4, '', CURRENT_TIMESTAMP, TRUE",
            "DIGIPOORT_HELD_BODY (CONTENT_ID, REFERENCES_LEFT) SELECT 'content' || i, 1",
            "DIGIPOORT_HELD_CONTENT (CONTENT_ID, CHUNK, OCTETS) SELECT 'content' || i, 0, 'text'",
            "DIGIPOORT_DELIVERY_MADE (DELIVERY_KEY, MADE_AT) SELECT 'key' || i,"
                    + " CURRENT_TIMESTAMP - i * INTERVAL '1 minute'",
            "DIGIPOORT_MAILDROP_LOCK (MAILDROP, FENCE) SELECT u, 1");

    private final Connection connection;
    private final Path log;
    private int seen;

    /** @param postgres a server of the test's own, before the first connection of what is tested */
    public QueryPlans(TestPostgres postgres) throws SQLException {
        this.connection = DriverManager.getConnection(postgres.url(), postgres.user(), "");
        this.log = Path.of(ask("SHOW data_directory").get(0)).resolveSibling("log");
        for (String setting : List.of(
                "session_preload_libraries = 'auto_explain'",
                "auto_explain.log_min_duration = 0",
                "auto_explain.log_analyze = on",
                "auto_explain.log_buffers = on",
                "auto_explain.log_timing = off",
                "auto_explain.log_nested_statements = on")) {
            execute("ALTER ROLE " + postgres.user() + " SET " + setting);
        }
    }

    /**
     * Puts 100,000 accounts with their messages into all tables that exist, and brings PostgreSQL's statistics up to date. A running server
     * sees all of it or nothing: of held messages alone it would bring in the first ones, and make the rows of their locks itself.
     */
    public void fill() throws SQLException {
        connection.setAutoCommit(false);
        for (String rows : ROWS) {
            String table = rows.substring(0, rows.indexOf(' '));
            if (ask("SELECT to_regclass('" + table + "')").get(0) != null) {
                String each = "(SELECT i, 'account' || i || '@example.org' AS u FROM generate_series(1, " + ACCOUNTS
                        + ") i) a";
                execute("INSERT INTO " + rows + (rows.contains(" FROM ") ? ", " : " FROM ") + each);
            }
        }
        connection.setAutoCommit(true);
        execute("VACUUM ANALYZE");
    }

    /** Forgets the plans so far. */
    public void reset() throws IOException {
        seen = read().length();
    }

    /** The statements since the last call, each with its plan. */
    public List<String> take() throws IOException {
        String whole = read();
        String news = whole.substring(seen);
        seen = whole.length();
        List<String> plans = new ArrayList<>();
        Matcher plan = PLAN.matcher(news);
        while (plan.find()) {
            plans.add(plan.group(1));
        }
        return plans;
    }

    /** Those plans that read all of a table that grows with the accounts or messages, or as many pages as that would take. */
    public List<String> reading(List<String> plans) throws SQLException {
        Set<String> large = new TreeSet<>(ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > "
                + MANY_ROWS + " AND relnamespace = current_schema()::regnamespace"));
        List<String> reading = new ArrayList<>();
        for (String plan : plans) {
            if (readsAll(plan, large) || pages(plan) > MANY_PAGES) {
                reading.add(plan);
            }
        }
        return reading;
    }

    private static boolean readsAll(String plan, Set<String> large) {
        return WHOLE_TABLE.matcher(plan).results().anyMatch(scan -> large.contains(scan.group(1)));
    }

    /** The first node's, which has those of all others. */
    private static long pages(String plan) {
        Matcher pages = PAGES.matcher(plan);
        return pages.find() ? number(pages.group(1)) + number(pages.group(2)) : 0;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private String read() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of a query's result. */
    public List<String> ask(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
