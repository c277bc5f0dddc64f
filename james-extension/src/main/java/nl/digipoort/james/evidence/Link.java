// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** A line as a part of the chain. Immutable. */
final class Link {
    private final Place place;
    private final long seq;
    private final String prev;
    private final String hash;
    private final boolean signed;
    private final boolean fragment;

    private Link(Place place, long seq, String prev, String hash, boolean signed, boolean fragment) {
        this.place = place;
        this.seq = seq;
        this.prev = prev;
        this.hash = hash;
        this.signed = signed;
        this.fragment = fragment;
    }

    /** @param signed whether it is a checkpoint whose signature fits */
    static Link of(Line line, TrailRecord record, boolean signed) {
        return new Link(line.place(record.seq()), record.seq(), record.prev(), line.hash(), signed, false);
    }

    /**
     * A line that is no record.
     *
     * @param fragment whether it is what a killed server or a full disk leaves
     */
    static Link noRecord(Line line, boolean fragment) {
        return new Link(line.place(0), 0, "", line.hash(), false, fragment);
    }

    /** What the first record of these files follows. */
    static Link before(Place place, long seq, String hash) {
        return new Link(place, seq, "", hash, false, false);
    }

    boolean follows(Link other) {
        return isRecord() && seq == other.seq + 1 && prev.equals(other.hash);
    }

    boolean isRecord() {
        return !prev.isEmpty();
    }

    /** The same number and the same predecessor. */
    boolean standsBeside(Link other) {
        return seq == other.seq && prev.equals(other.prev);
    }

    Place place() {
        return place;
    }

    long seq() {
        return seq;
    }

    String prev() {
        return prev;
    }

    String hash() {
        return hash;
    }

    boolean isSigned() {
        return signed;
    }

    boolean isFragment() {
        return fragment;
    }
}
