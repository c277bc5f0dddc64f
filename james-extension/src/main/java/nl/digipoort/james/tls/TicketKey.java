// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.security.SecureRandom;

/** A key that seals session tickets (RFC 5077 section 4). It exists only in this process. */
final class TicketKey {
    private static final int OCTETS = 16;

    private final byte[] name;
    private final byte[] hmac;
    private final byte[] aes;

    /** A key that nobody can guess. */
    TicketKey(SecureRandom random) {
        this.name = octets(random);
        this.hmac = octets(random);
        this.aes = octets(random);
    }

    private static byte[] octets(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return octets;
    }

    byte[] name() {
        return name.clone();
    }

    byte[] hmac() {
        return hmac.clone();
    }

    byte[] aes() {
        return aes.clone();
    }
}
