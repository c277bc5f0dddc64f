// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.util.Optional;

/** Where a mail came from, and by which digests it is known. Immutable. */
public final class Arrival {
    private static final Arrival UNKNOWN = new Arrival("", Optional.empty(), Optional.empty(), MailDigests.UNKNOWN);

    private final String sender;
    private final Optional<String> address;
    private final Optional<String> tls;
    private final MailDigests digests;

    private Arrival(String sender, Optional<String> address, Optional<String> tls, MailDigests digests) {
        this.sender = sender;
        this.address = address;
        this.tls = tls;
        this.digests = digests;
    }

    /**
     * @param sender the reverse path; empty for the null sender
     * @param address the client's address
     * @param tls the version of TLS; empty without TLS
     */
    public static Arrival fromClient(String sender, String address, Optional<String> tls, MailDigests digests) {
        return new Arrival(sender, Optional.of(address), tls, digests);
    }

    /** @param sender the reverse path; empty for the null sender */
    public static Arrival fromQueue(String sender, MailDigests digests) {
        return new Arrival(sender, Optional.empty(), Optional.empty(), digests);
    }

    static Arrival unknown() {
        return UNKNOWN;
    }

    public String sender() {
        return sender;
    }

    /** The client's address; empty if a queue delivers the mail. */
    public Optional<String> address() {
        return address;
    }

    public Optional<String> tls() {
        return tls;
    }

    public MailDigests digests() {
        return digests;
    }
}
