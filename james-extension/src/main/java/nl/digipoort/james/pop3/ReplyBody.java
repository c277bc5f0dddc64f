// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.budget.Spoolable;

/** The body of a multi-line reply: octets in lines that end in CRLF, not stuffed. */
public interface ReplyBody extends AutoCloseable {
    InputStream stream();

    /** How many octets the stream must give, where the status line has promised a number. */
    default OptionalLong promisedOctets() {
        return OptionalLong.empty();
    }

    /** Who has to know how much of it has left the server; empty if nobody has. */
    default Optional<HandOver> handOver() {
        return Optional.empty();
    }

    /** The memory that it holds, as far as it is worth a word. */
    default Spoolable memory() {
        return Spoolable.NOTHING;
    }

    @Override
    default void close() {
        // It has nothing but memory.
    }
}
