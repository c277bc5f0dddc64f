// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code convert} was asked to do. Immutable. */
final class ConvertOptions {
    private static final String ACCOUNTS = "--accounts";
    private static final String DEFAULT_SCHEME = "--default-scheme";
    private static final String DOMAIN = "--domain";
    private static final String REALM = "--realm";
    private static final String WITHOUT_PASSWORDS = "--without-passwords";
    private static final String STANDARD_INPUT = "-";

    private final Map<String, String> values;
    private final Path folder;

    private ConvertOptions(Map<String, String> values, Path folder) {
        this.values = Map.copyOf(values);
        this.folder = folder;
    }

    static ConvertOptions parse(List<String> arguments) throws ConvertException {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments.subList(0, arguments.size() - 1)) {
            int equals = argument.indexOf('=');
            values.put(
                    equals < 0 ? argument : argument.substring(0, equals),
                    equals < 0 ? "" : argument.substring(equals + 1));
        }
        ConvertOptions options = new ConvertOptions(values, Path.of(arguments.get(arguments.size() - 1)));
        options.accounts();
        options.requireAscii(options.realm());
        return options;
    }

    private void requireAscii(String realm) throws ConvertException {
        if (realm.isBlank() || !StandardCharsets.US_ASCII.newEncoder().canEncode(realm)) {
            throw new ConvertException("option --realm must be ASCII and not blank");
        }
    }

    Path folder() {
        return folder;
    }

    AccountSource accounts() throws ConvertException {
        String scheme = values.getOrDefault(DEFAULT_SCHEME, "CRYPT");
        switch (kind()) {
            case "csv":
                return new CsvAccounts();
            case "passwd-file":
                return new PasswdFile(scheme);
            case "sasldb":
                if (readsStandardInput()) {
                    return new SaslDb();
                }
                throw new ConvertException(
                        "option --accounts sasldb:- is the only form: a dump is clear passwords, and goes through a pipe");
            default:
                throw new ConvertException(
                        "option --accounts is csv:FILE, passwd-file:FILE or sasldb:-, with - for standard input");
        }
    }

    /** Empty if no place stands behind it. */
    private String kind() {
        String text = accountsText();
        int colon = text.indexOf(':');
        return colon == text.length() - 1 ? "" : text.substring(0, Math.max(colon, 0));
    }

    private String accountsText() {
        return values.getOrDefault(ACCOUNTS, "");
    }

    boolean readsStandardInput() {
        return accountsPlace().equals(STANDARD_INPUT);
    }

    private String accountsPlace() {
        String text = accountsText();
        return text.substring(text.indexOf(':') + 1);
    }

    Path accountsFile() {
        return Path.of(accountsPlace());
    }

    /** For errors. */
    String accountsName() {
        return readsStandardInput() ? "standard input" : accountsPlace();
    }

    Optional<String> domain() {
        return Optional.ofNullable(values.get(DOMAIN));
    }

    String realm() throws ConvertException {
        return Optional.ofNullable(values.get(REALM))
                .or(this::domain)
                .orElseThrow(
                        () -> new ConvertException(
                                "option --realm R is needed, the realm of the new server's conf/pop3server.xml, or --domain D if it is the same"));
    }

    MailSource mail(Supplier<InputStream> standardInput, Clock clock) throws ConvertException, IOException {
        MailOptions mail = new MailOptions(values);
        if (readsStandardInput() && mail.readsStandardInput()) {
            throw new ConvertException("only one of --accounts and --master-password can be standard input");
        }
        return mail.source(standardInput, clock);
    }

    boolean withoutPasswords() {
        return values.containsKey(WITHOUT_PASSWORDS);
    }
}
