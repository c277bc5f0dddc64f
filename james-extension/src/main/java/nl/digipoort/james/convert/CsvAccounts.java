// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accounts in CSV. The first line names the columns: {@code user}, and {@code password} in clear or {@code hash} as Dovecot writes it, or
 * both, of which each account then has one. Stateless.
 */
final class CsvAccounts implements AccountSource {
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String HASH = "hash";
    private static final Set<String> COLUMNS = Set.of(USER, PASSWORD, HASH);

    @Override
    public List<ForeignAccount> read(SecretText text, AccountNames names) throws ConvertException {
        CsvReader rows = new CsvReader(text);
        List<String> columns = columns(rows.next().orElse(List.of()), text);
        List<ForeignAccount> accounts = new ArrayList<>();
        for (Optional<List<char[]>> row = rows.next(); row.isPresent(); row = rows.next()) {
            try {
                accounts.add(account(row.get(), columns, names));
            } catch (IllegalArgumentException e) {
                throw text.error(rows.rowLine(), e.getMessage());
            } finally {
                row.get().forEach(field -> Arrays.fill(field, '\0'));
            }
        }
        return accounts;
    }

    /** What the first line says is not repeated: it may be a password, where the names were forgotten. */
    private static List<String> columns(List<char[]> header, SecretText text) throws ConvertException {
        List<String> columns = header.stream().map(String::new).collect(Collectors.toList());
        Set<String> distinct = new HashSet<>(columns);
        if (!distinct.contains(USER)
                || distinct.size() < 2
                || distinct.size() < columns.size()
                || !COLUMNS.containsAll(distinct)) {
            throw text.error(1, "the first line must name the columns: user, and password or hash");
        }
        return columns;
    }

    private static ForeignAccount account(List<char[]> row, List<String> columns, AccountNames names) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(row.size() + " fields instead of " + columns.size());
        }
        String name = new String(row.get(columns.indexOf(USER)));
        Optional<char[]> password = filled(row, columns.indexOf(PASSWORD));
        Optional<char[]> hash = filled(row, columns.indexOf(HASH));
        if (password.isPresent() == hash.isPresent()) {
            throw new IllegalArgumentException(
                    password.isPresent()
                            ? "a password and a hash"
                            : "no password" + (columns.contains(HASH) ? ", and no hash" : ""));
        }
        ForeignCredential credential = password.map(clear -> ForeignCredential.clear(clear.clone()))
                .orElseGet(() -> PasswordScheme.parse(CharBuffer.wrap(hash.orElseThrow()), "CRYPT"));
        return new ForeignAccount(name, names.take(name), credential);
    }

    private static Optional<char[]> filled(List<char[]> row, int column) {
        return column < 0 || row.get(column).length == 0 ? Optional.empty() : Optional.of(row.get(column));
    }
}
