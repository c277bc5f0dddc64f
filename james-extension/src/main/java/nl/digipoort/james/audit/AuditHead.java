// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.Objects;

/** The last published record of a server's chain: its number and the SHA-256 of its line. Immutable. */
public final class AuditHead {
    private static final int LONGEST_NAME = 255;

    private final String chain;
    private final long seq;
    private final String hash;

    private AuditHead(String chain, long seq, String hash) {
        this.chain = chain;
        this.seq = seq;
        this.hash = hash;
    }

    /**
     * @param chain its name, at most 255 characters
     * @param hash 64 hexadecimal digits
     */
    public static AuditHead of(String chain, long seq, String hash) {
        if (chain.isEmpty() || chain.length() > LONGEST_NAME || seq < 1 || !hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no head of a chain: " + chain + " " + seq + " " + hash);
        }
        return new AuditHead(chain, seq, hash);
    }

    public String chain() {
        return chain;
    }

    public long seq() {
        return seq;
    }

    public String hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditHead && other.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, seq, hash);
    }

    /** As a checkpoint has it. */
    @Override
    public String toString() {
        return chain + " " + seq + " " + hash;
    }
}
