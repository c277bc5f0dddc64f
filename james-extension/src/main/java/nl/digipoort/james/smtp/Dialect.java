// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.Locale;

/** Which of the two protocols a listener speaks. */
enum Dialect {
    /** RFC 5321: one answer to a message. */
    SMTP,
    /** RFC 2033: an answer for each recipient. */
    LMTP;

    /** As in the name of a file, a metric or a thread. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
