// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

/** A file of a Maildir and the unique-id that clients see for it. Immutable. */
final class NumberedFile {
    private final String name;
    private final String uniqueId;

    /** @param name without flags */
    NumberedFile(String name, String uniqueId) {
        this.name = name;
        this.uniqueId = uniqueId;
    }

    String name() {
        return name;
    }

    String uniqueId() {
        return uniqueId;
    }
}
