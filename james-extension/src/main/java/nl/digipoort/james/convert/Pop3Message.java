// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** A message of a {@link Pop3Maildrop}, which has one connection: opening one ends the reading of another. Not thread-safe. */
final class Pop3Message implements ForeignMessage {
    private final Pop3Maildrop maildrop;
    private final int number;
    private final String uniqueId;
    private final long octets;
    private Optional<Instant> cameAt = Optional.empty();

    /** @param octets as the server's LIST has them */
    Pop3Message(Pop3Maildrop maildrop, int number, String uniqueId, long octets) {
        this.maildrop = maildrop;
        this.number = number;
        this.uniqueId = uniqueId;
        this.octets = octets;
    }

    int number() {
        return number;
    }

    long octets() {
        return octets;
    }

    @Override
    public String uniqueId() {
        return uniqueId;
    }

    /** The time at which the server's own mail transfer agent received it, if it says so; otherwise now. */
    @Override
    public Instant cameAt() throws IOException {
        if (cameAt.isEmpty()) {
            cameAt = Optional.of(maildrop.cameAt(this));
        }
        return cameAt.get();
    }

    @Override
    public InputStream open() throws IOException {
        cameAt();
        return maildrop.open(this);
    }
}
