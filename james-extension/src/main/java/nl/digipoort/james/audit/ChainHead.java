// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.google.common.hash.Hashing;

/** The last record of a chain: its number, and the SHA-256 of its line, which the next record repeats. Immutable. */
final class ChainHead {
    /** Before the first record. */
    static final ChainHead NONE = new ChainHead(0, "0".repeat(64));

    private final long seq;
    private final String hash;

    private ChainHead(long seq, String hash) {
        this.seq = seq;
        this.hash = hash;
    }

    /** @param line the record with this number, without its line end */
    static ChainHead of(long seq, byte[] line) {
        return new ChainHead(seq, Hashing.sha256().hashBytes(line).toString());
    }

    /** 0 if no record of this chain is written yet. */
    long seq() {
        return seq;
    }

    /** 64 hexadecimal digits. */
    String hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainHead && ((ChainHead) other).seq == seq && ((ChainHead) other).hash.equals(hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return seq + " " + hash;
    }
}
