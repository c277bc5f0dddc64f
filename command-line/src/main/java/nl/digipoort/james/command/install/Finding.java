// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

/** A missing or contradicting part: where, what is there, and what is to be. It has no secret. Immutable. */
final class Finding {
    private final String file;
    private final int line;
    private final String found;
    private final String wanted;

    /** @param line counted from 1; 0 for the whole file */
    Finding(String file, int line, String found, String wanted) {
        this.file = file;
        this.line = line;
        this.found = found;
        this.wanted = wanted;
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    String found() {
        return found;
    }

    String wanted() {
        return wanted;
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + found + "; wanted: " + wanted;
    }
}
