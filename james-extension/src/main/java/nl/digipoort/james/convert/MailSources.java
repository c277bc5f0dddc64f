// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The sources of mail by their text: {@code maildir:PATTERN}, {@code mbox:PATTERN}, {@code pop3://HOST:PORT} and {@code pop3s://HOST:PORT}. */
final class MailSources {
    private MailSources() {}

    /**
     * @param format Dovecot's format of unique-ids, for the files
     * @param pop3 how to log in, for a server
     */
    static MailSource of(String text, Optional<UidlFormat> format, Pop3Access pop3, Clock clock)
            throws ConvertException, IOException {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        switch (colon < 0 ? text : text.substring(0, colon)) {
            case "maildir":
                return new MaildirSource(MaildirLocation.parse(rest), format.orElse(UidlFormat.DEFAULT), clock);
            case "mbox":
                return new MboxSource(AccountPattern.parse(rest), numbers(format.orElse(UidlFormat.DEFAULT)));
            case "pop3":
            case "pop3s":
                return Pop3Source.open(Pop3Address.parse(text), pop3, clock);
            default:
                throw new ConvertException("no source of mail: \"" + text
                        + "\"; allowed: maildir:PATTERN, mbox:PATTERN, pop3://HOST:PORT, pop3s://HOST:PORT");
        }
    }

    private static UidlFormat numbers(UidlFormat format) throws ConvertException {
        if (!format.isOfNumbers()) {
            throw new ConvertException(
                    "unique-ids of the format \"" + format + "\" cannot be told from an mbox. Take pop3://");
        }
        return format;
    }
}
