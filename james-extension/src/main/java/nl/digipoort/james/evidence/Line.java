// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One line of a file, without its line end. Immutable; the octets are not copied. */
final class Line {
    private final Path file;
    private final long number;
    private final byte[] octets;
    private final byte[] hash;

    /**
     * @param number from 1
     * @param octets empty if the line is too long
     * @param hash the SHA-256 of the whole line
     */
    Line(Path file, long number, byte[] octets, byte[] hash) {
        this.file = file;
        this.number = number;
        this.octets = octets;
        this.hash = hash;
    }

    /** The same place with other octets. */
    Line of(byte[] others, byte[] hashOfOthers) {
        return new Line(file, number, others, hashOfOthers);
    }

    Place place(long seq) {
        return new Place(file, number, seq);
    }

    byte[] octets() {
        return octets;
    }

    String hash() {
        return Octets.hex(hash);
    }

    /** The octets as text; those that are no ASCII are replaced. */
    String text() {
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
