// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.buffer.ByteBuf;

/** The protocol that a client's first octets belong to. */
enum FirstOctets {
    /** A TLS record of the type handshake: a ClientHello (RFC 8446 section 5.1). Its first octet is enough to recognise it. */
    TLS,
    /** The ClientHello of SSL 2.0, which RFC 6176 forbids. */
    SSL_2,
    /** A command, or anything else. */
    TEXT;

    private static final int HANDSHAKE = 0x16;
    /** The first bit of an SSL 2.0 record, set for a length of two octets. No command begins with it. */
    private static final int TWO_OCTET_LENGTH = 0x80;

    private static final int CLIENT_HELLO = 1;

    /** Classifies the octets, at least one, without consuming them. */
    static FirstOctets of(ByteBuf octets) {
        int first = octets.getUnsignedByte(octets.readerIndex());
        if (first == HANDSHAKE) {
            return TLS;
        }
        return first >= TWO_OCTET_LENGTH && maySayClientHello(octets) ? SSL_2 : TEXT;
    }

    private static boolean maySayClientHello(ByteBuf octets) {
        return octets.readableBytes() < 3 || octets.getByte(octets.readerIndex() + 2) == CLIENT_HELLO;
    }
}
