// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A passwd-file of Dovecot: {@code user:password:uid:gid:(gecos):home:(shell):extra_fields} on each line; empty lines and those that begin
 * with {@code #} are none. An extra field of a login, such as {@code nologin}, is not possible here, so its account is not converted.
 */
final class PasswdFile implements AccountSource {
    private static final int EXTRA_FIELDS = 7;
    private static final Set<String> RESTRICTIONS = Set.of(
            "allow_nets",
            "nologin",
            "nopassword",
            "nodelay",
            "proxy",
            "proxy_maybe",
            "host",
            "user",
            "login_user",
            "master");

    private final String usualScheme;

    /** @param usualScheme that of a password without one, {@code CRYPT} if Dovecot's configuration says nothing */
    PasswdFile(String usualScheme) {
        this.usualScheme = usualScheme;
    }

    @Override
    public List<ForeignAccount> read(SecretText text, AccountNames names) throws ConvertException {
        List<ForeignAccount> accounts = new ArrayList<>();
        List<CharBuffer> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            CharBuffer line = lines.get(i);
            if (line.length() > 0 && line.charAt(0) != '#') {
                try {
                    accounts.add(account(fields(line), names));
                } catch (IllegalArgumentException e) {
                    throw text.error(i + 1L, e.getMessage());
                }
            }
        }
        return accounts;
    }

    private ForeignAccount account(List<CharBuffer> fields, AccountNames names) {
        if (fields.size() < 2) {
            throw new IllegalArgumentException("no \":\" between a name and a password");
        }
        String name = fields.get(0).toString();
        ForeignCredential credential = PasswordScheme.parse(fields.get(1), usualScheme);
        String restrictions = fields.size() > EXTRA_FIELDS ? restrictions(fields.get(EXTRA_FIELDS)) : "";
        if (!restrictions.isEmpty()) {
            credential.erase();
            credential = ForeignCredential.restricted(restrictions);
        }
        return new ForeignAccount(name, names.take(name), credential);
    }

    /** The names of the extra fields that are about logins. What is none of these may be a password with colons. */
    private static String restrictions(CharBuffer extraFields) {
        return Stream.of(extraFields.toString().split("[ \t]", -1))
                .map(field -> field.split("=", 2)[0])
                .filter(name -> !name.isEmpty() && !name.startsWith("userdb_"))
                .map(name -> RESTRICTIONS.contains(name) ? name : "an unknown extra field")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The last one may have colons. */
    private static List<CharBuffer> fields(CharBuffer line) {
        List<CharBuffer> fields = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < line.length() && fields.size() < EXTRA_FIELDS; end++) {
            if (line.charAt(end) == ':') {
                fields.add(line.subSequence(start, end));
                start = end + 1;
            }
        }
        fields.add(line.subSequence(start, line.length()));
        return fields;
    }
}
