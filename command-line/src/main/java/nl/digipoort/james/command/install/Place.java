// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

/** From one character of a text up to another, which is not in it. Immutable. */
final class Place {
    private final int start;
    private final int end;

    Place(int start, int end) {
        this.start = start;
        this.end = end;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    String of(String text) {
        return text.substring(start, end);
    }
}
