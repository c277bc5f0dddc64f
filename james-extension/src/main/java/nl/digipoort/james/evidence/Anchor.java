// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** A statement from outside a chain that a record of it has a number and a hash. Immutable. */
final class Anchor {
    private final String name;
    private final long seq;
    private final String hash;
    private final String key;
    private final Place source;

    /**
     * @param name of the chain, or of the node where the statement does not have that
     * @param key the id of the key that signed the record; empty if the statement does not have it
     * @param source where the statement is
     */
    Anchor(String name, long seq, String hash, String key, Place source) {
        this.name = name;
        this.seq = seq;
        this.hash = hash;
        this.key = key;
        this.source = source;
    }

    String name() {
        return name;
    }

    long seq() {
        return seq;
    }

    String hash() {
        return hash;
    }

    String key() {
        return key;
    }

    Place source() {
        return source;
    }

    boolean saysTheSame(Anchor other) {
        return name.equals(other.name) && seq == other.seq && hash.equals(other.hash);
    }
}
