// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.budget.Spoolable;

/** The body of a multi-line reply: octets in lines that end in CRLF, without dot-stuffing. */
public interface ReplyBody extends AutoCloseable {
    InputStream stream();

    /** How many octets the stream must give; empty if the status line has promised no number. */
    default OptionalLong promisedOctets() {
        return OptionalLong.empty();
    }

    /** Receives how much of the body has left the server; empty if nobody needs to know. */
    default Optional<HandOver> handOver() {
        return Optional.empty();
    }

    /** The memory that the body uses, if it is worth counting. */
    default Spoolable memory() {
        return Spoolable.NOTHING;
    }

    @Override
    default void close() {
        // Nothing to release.
    }
}
