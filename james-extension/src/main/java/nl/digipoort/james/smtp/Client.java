// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** The client of a connection: its address and the name that it gave. Immutable. */
final class Client {
    private static final int LONGEST_NAME = 255;

    private final InetAddress address;
    private final String name;
    private final String protocol;
    private final Optional<String> tls;

    private Client(InetAddress address, String name, String protocol, Optional<String> tls) {
        this.address = address;
        this.name = name;
        this.protocol = protocol;
        this.tls = tls;
    }

    /** A client that has not given its name yet. */
    static Client at(InetAddress address) {
        return new Client(address, "", "", Optional.empty());
    }

    /**
     * @param said the name that the client gave; only the characters of a host name or address literal are kept
     * @param spoken the protocol, by its RFC 3848 name
     */
    Client named(String said, String spoken) {
        String clean = said.replaceAll("[^A-Za-z0-9._:\\[\\]-]", "");
        return new Client(address, clean.substring(0, Math.min(clean.length(), LONGEST_NAME)), spoken, tls);
    }

    /** @param version the version of TLS, if it is known */
    Client secured(Optional<String> version) {
        return new Client(address, name, protocol, version);
    }

    String name() {
        return name.isEmpty() ? "unknown" : name;
    }

    /** The protocol by its RFC 3848 name, such as {@code ESMTPS}. */
    String protocol() {
        return protocol;
    }

    /** The version of TLS; empty without TLS, or if it is unknown. */
    Optional<String> tls() {
        return tls;
    }

    String address() {
        return InetAddresses.toAddrString(address);
    }

    /** The address as an address literal (RFC 5321 section 4.1.3). */
    String literal() {
        return address instanceof Inet6Address ? "[IPv6:" + address() + "]" : "[" + address() + "]";
    }

    @Override
    public String toString() {
        return name() + " " + literal();
    }
}
