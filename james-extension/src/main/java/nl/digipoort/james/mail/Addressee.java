// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import org.apache.james.core.Username;

/** One maildrop that a mail is for, and the trace lines at the top of the mail there (RFC 5321 section 4.4). Immutable. */
public final class Addressee {
    private final Username maildrop;
    private final byte[] trace;

    private Addressee(Username maildrop, byte[] trace) {
        this.maildrop = maildrop;
        this.trace = trace;
    }

    /** @param trace complete header lines, each with its CRLF; may be empty */
    public static Addressee of(Username maildrop, byte[] trace) {
        return new Addressee(maildrop, trace.clone());
    }

    /** The owner of the maildrop, with every alias resolved. */
    public Username maildrop() {
        return maildrop;
    }

    /** A copy of the trace lines. */
    public byte[] trace() {
        return trace.clone();
    }

    @Override
    public String toString() {
        return maildrop.asString();
    }
}
