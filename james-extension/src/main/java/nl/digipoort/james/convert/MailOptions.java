// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where the mail is, as {@code convert} was asked: {@code --mail} and the options that belong to it. Immutable. */
final class MailOptions {
    private static final String MAIL = "--mail";
    private static final String UIDL_FORMAT = "--uidl-format";
    private static final String NEW_UNIQUE_IDS = "--new-unique-ids";
    private static final String AUTHORITIES = "--ca";
    private static final String MASTER_USER = "--master-user";
    private static final String MASTER_PASSWORD = "--master-password";
    private static final String STANDARD_INPUT = "-";

    private final Map<String, String> values;

    /** @param values all options by their names */
    MailOptions(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    boolean readsStandardInput() {
        return STANDARD_INPUT.equals(values.get(MASTER_PASSWORD));
    }

    /** @throws ConvertException if an option is missing, or is of no use with the source */
    MailSource source(Supplier<InputStream> standardInput, Clock clock) throws ConvertException, IOException {
        String source = values.getOrDefault(MAIL, "");
        boolean server = source.startsWith("pop3");
        for (String name : server ? Set.of(UIDL_FORMAT) : Set.of(AUTHORITIES, MASTER_USER, MASTER_PASSWORD)) {
            requireUse(name, source, !values.containsKey(name));
        }
        boolean hasNewIds = values.containsKey(NEW_UNIQUE_IDS);
        requireUse(NEW_UNIQUE_IDS, source, !hasNewIds || source.startsWith("maildir:"));
        if (values.containsKey(MASTER_USER) != values.containsKey(MASTER_PASSWORD)) {
            throw new ConvertException("options " + MASTER_USER + " and " + MASTER_PASSWORD + " go together");
        }
        Optional<UidlFormat> format = Optional.empty();
        if (values.containsKey(UIDL_FORMAT)) {
            format = Optional.of(UidlFormat.parse(values.get(UIDL_FORMAT)));
        }
        if (source.isEmpty()) {
            return new NoMail();
        }
        MailSource mail = MailSources.of(source, format, access(standardInput), clock);
        return hasNewIds ? ((MaildirSource) mail).withNewUniqueIds() : mail;
    }

    private static void requireUse(String option, String source, boolean isOfUse) throws ConvertException {
        if (!isOfUse) {
            throw new ConvertException("option " + option + " is of no use with "
                    + (source.isEmpty() ? "no --mail" : MAIL + " " + source));
        }
    }

    private Pop3Access access(Supplier<InputStream> standardInput) throws ConvertException, IOException {
        Optional<MasterUser> master = Optional.empty();
        if (values.containsKey(MASTER_USER)) {
            master = Optional.of(new MasterUser(values.get(MASTER_USER), password(standardInput)));
        }
        return new Pop3Access(
                values.containsKey(AUTHORITIES)
                        ? TrustedAuthorities.in(Path.of(values.get(AUTHORITIES)))
                        : TrustedAuthorities.usual(),
                master);
    }

    /** The first line of the file, or of standard input. */
    private char[] password(Supplier<InputStream> standardInput) throws ConvertException, IOException {
        String place = values.get(MASTER_PASSWORD);
        try (InputStream source = readsStandardInput()
                        ? standardInput.get()
                        : new BufferedInputStream(Files.newInputStream(Path.of(place)));
                SecretText text = SecretText.read(MASTER_PASSWORD, source)) {
            CharBuffer line = text.lines().get(0);
            if (!line.hasRemaining()) {
                throw new ConvertException("option " + MASTER_PASSWORD + ": no password in its first line");
            }
            char[] password = new char[line.remaining()];
            line.get(password);
            return password;
        }
    }
}
