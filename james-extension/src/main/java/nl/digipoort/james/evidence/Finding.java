// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

/** One thing that was found, in words for a person. Immutable. */
final class Finding {
    private final Kind kind;
    private final Place place;
    private final String text;

    Finding(Kind kind, Place place, String text) {
        this.kind = kind;
        this.place = place;
        this.text = text;
    }

    Kind kind() {
        return kind;
    }

    Place place() {
        return place;
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return kind.wire() + " " + place + ": " + text;
    }
}
