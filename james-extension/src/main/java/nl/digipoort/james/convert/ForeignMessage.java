// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** One message of another server. */
interface ForeignMessage {
    /** As the other server's {@code UIDL} gives it. */
    String uniqueId();

    /** When it came to the maildrop: retention counts from there. */
    Instant cameAt() throws IOException;

    /** Exactly the octets that the other server's {@code RETR} sends, lines with CRLF, before dot-stuffing. The caller closes it. */
    InputStream open() throws IOException;
}
