// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Who is at the other end of a connection, by its address and by what it says of itself. Immutable. */
final class Client {
    private static final int LONGEST_NAME = 255;

    private final InetAddress address;
    private final String name;
    private final String protocol;

    private Client(InetAddress address, String name, String protocol) {
        this.address = address;
        this.name = name;
        this.protocol = protocol;
    }

    /** One that has not said its name. */
    static Client at(InetAddress address) {
        return new Client(address, "", "");
    }

    /**
     * @param said what it calls itself, of which only what a host name or address literal has is kept
     * @param spoken as RFC 3848 names the protocol
     */
    Client named(String said, String spoken) {
        String clean = said.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "");
        return new Client(address, clean.substring(0, Math.min(clean.length(), LONGEST_NAME)), spoken);
    }

    String name() {
        return name.isEmpty() ? "unknown" : name;
    }

    /** Such as {@code ESMTPS}. */
    String protocol() {
        return protocol;
    }

    /** As an address literal (RFC 5321 section 4.1.3). */
    String literal() {
        String text = InetAddresses.toAddrString(address);
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    @Override
    public String toString() {
        return name() + " " + literal();
    }
}
