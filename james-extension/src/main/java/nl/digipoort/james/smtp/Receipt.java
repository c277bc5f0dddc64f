// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** The name and the trace lines of a mail, which it has before its first octet comes. Immutable. */
final class Receipt {
    private final String name;
    private final byte[] trace;

    Receipt(String name, byte[] trace) {
        this.name = name;
        this.trace = trace.clone();
    }

    /** The name of the mail, as logged. */
    String name() {
        return name;
    }

    /** A copy of the trace lines. */
    byte[] trace() {
        return trace.clone();
    }
}
