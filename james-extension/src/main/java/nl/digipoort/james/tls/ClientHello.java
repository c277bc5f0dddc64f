// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableMap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client supports, read from its first message (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2): only what the choice of a
 * certificate needs. All other checks are left to the TLS implementation. Netty's SslClientHelloHandler also joins the records, but the one
 * in James 3.8.1 allocates up to 16 MiB, as many as the client declares (CVE-2023-34462). Immutable.
 */
final class ClientHello {
    /** The result for a client whose first message could not be read. */
    static final ClientHello UNREADABLE = new ClientHello();

    /** A longer ClientHello is not read. */
    static final int MOST_OCTETS = 64 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE = 22;
    private static final int MOST_RECORD = 1 << 14;
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;
    private static final int TLS_1_2 = 0x0303;
    /** The TLS versions before 1.2 by their numbers, the newest first. */
    private static final Map<Integer, String> OLD_VERSIONS =
            ImmutableMap.of(0x0302, "TLS 1.1", 0x0301, "TLS 1.0", 0x0300, "SSL 3.0");

    private final Set<Integer> suites = new HashSet<>();
    private final Set<Integer> groups = new HashSet<>();
    private final Set<Integer> signatures = new HashSet<>();
    private final Set<Integer> versions = new HashSet<>();
    private final Set<String> protocols = new HashSet<>();
    private int legacyVersion = TLS_1_2;

    private ClientHello() {}

    /**
     * Reads the message, which may span records.
     *
     * @param octets what the client has sent so far; the reader index is not changed
     * @return empty if more octets are needed
     */
    static Optional<ClientHello> of(ByteBuf octets) {
        ByteBuf message = Unpooled.buffer();
        ByteBuf rest = octets.slice();
        while (rest.readableBytes() >= RECORD_HEADER) {
            int type = rest.readUnsignedByte();
            rest.skipBytes(2);
            int length = rest.readUnsignedShort();
            if (type != HANDSHAKE || length == 0 || length > MOST_RECORD) {
                return Optional.of(UNREADABLE);
            }
            if (rest.readableBytes() < length) {
                return Optional.empty();
            }
            message.writeBytes(rest, length);
            if (message.readableBytes() >= MESSAGE_HEADER) {
                int wanted = message.getUnsignedMedium(1);
                if (message.getUnsignedByte(0) != CLIENT_HELLO || wanted > MOST_OCTETS) {
                    return Optional.of(UNREADABLE);
                }
                if (message.readableBytes() >= MESSAGE_HEADER + wanted) {
                    return Optional.of(parse(message.slice(MESSAGE_HEADER, wanted)));
                }
            }
        }
        return Optional.empty();
    }

    private static ClientHello parse(ByteBuf body) {
        ClientHello hello = new ClientHello();
        try {
            hello.legacyVersion = body.getUnsignedShort(body.readerIndex());
            body.skipBytes(VERSION_AND_RANDOM);
            body.skipBytes(body.readUnsignedByte());
            numbers(body.readSlice(body.readUnsignedShort()), hello.suites);
            body.skipBytes(body.readUnsignedByte());
            ByteBuf extensions = body.isReadable() ? body.readSlice(body.readUnsignedShort()) : Unpooled.EMPTY_BUFFER;
            while (extensions.isReadable()) {
                hello.extension(extensions.readUnsignedShort(), extensions.readSlice(extensions.readUnsignedShort()));
            }
            return hello;
        } catch (IndexOutOfBoundsException e) {
            return UNREADABLE; // the message ends too early
        }
    }

    private void extension(int type, ByteBuf content) {
        switch (type) {
            case SUPPORTED_GROUPS:
                numbers(content.readSlice(content.readUnsignedShort()), groups);
                break;
            case SIGNATURE_ALGORITHMS:
                numbers(content.readSlice(content.readUnsignedShort()), signatures);
                break;
            case APPLICATION_PROTOCOLS:
                ByteBuf names = content.readSlice(content.readUnsignedShort());
                while (names.isReadable()) {
                    protocols.add(names.readSlice(names.readUnsignedByte()).toString(ISO_8859_1));
                }
                break;
            case SUPPORTED_VERSIONS:
                numbers(content.readSlice(content.readUnsignedByte()), versions);
                break;
            default:
        }
    }

    private static void numbers(ByteBuf list, Set<Integer> into) {
        while (list.isReadable()) {
            into.add(list.readUnsignedShort());
        }
    }

    /** Whether the client offers no protocol by ALPN (RFC 7301), or one of these. */
    boolean isFor(Set<String> ours) {
        return protocols.isEmpty() || protocols.stream().anyMatch(ours::contains);
    }

    /** The newest version that the client offers, if it is older than TLS 1.2. */
    Optional<String> newestOldVersion() {
        Set<Integer> offered = versions.isEmpty() ? Set.of(legacyVersion) : versions;
        return offered.stream().anyMatch(version -> version == TLS_1_2 || version == TLS_1_3)
                ? Optional.empty()
                : OLD_VERSIONS.keySet().stream()
                        .filter(offered::contains)
                        .findFirst()
                        .map(OLD_VERSIONS::get);
    }

    /**
     * Whether the client supports an ECDSA certificate.
     *
     * @param curveBits bits of the certificate's curve
     * @param withTls13 whether the server supports TLS 1.3
     * @param ecdsaSuites code points of the server's ECDSA suites before TLS 1.3
     */
    boolean canVerifyEcdsa(int curveBits, boolean withTls13, List<Integer> ecdsaSuites) {
        Optional<Curve> curve = Curve.of(curveBits);
        if (curve.isEmpty()) {
            return false;
        }
        if (withTls13 && versions.contains(TLS_1_3)) {
            return signatures.contains(curve.get().signature);
        }
        return ecdsaSuites.stream().anyMatch(suites::contains)
                && (groups.isEmpty() || groups.contains(curve.get().group))
                && Curve.ofAll().stream().anyMatch(any -> signatures.contains(any.signature));
    }

    /** The NIST curves of certificates, with their code points. */
    private enum Curve {
        P256(256, 23, 0x0403),
        P384(384, 24, 0x0503),
        P521(521, 25, 0x0603);

        private final int bits;
        private final int group;
        private final int signature;

        Curve(int bits, int group, int signature) {
            this.bits = bits;
            this.group = group;
            this.signature = signature;
        }

        private static List<Curve> ofAll() {
            return List.of(values());
        }

        private static Optional<Curve> of(int bits) {
            return ofAll().stream().filter(curve -> curve.bits == bits).findFirst();
        }
    }
}
