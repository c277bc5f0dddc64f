// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.Locale;

/** The protocol that a listener speaks. */
enum Dialect {
    /** RFC 5321: one reply for each message. */
    SMTP,
    /** RFC 2033: one reply for each recipient. */
    LMTP;

    /** The name for files, metrics and threads. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
