// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The channel bindings (RFC 5056) of one connection, by the name of their type. Immutable. */
public final class ChannelBindings {
    /** Of RFC 5929: the hash of the server's certificate. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** Of RFC 9266: octets that only the two ends of this connection can export. */
    public static final String TLS_EXPORTER = "tls-exporter";

    /** Of a connection without TLS, or of a server that offers no mechanism with a channel binding. */
    public static final ChannelBindings NONE = new ChannelBindings(Map.of());

    private final Map<String, byte[]> byType;

    private ChannelBindings(Map<String, byte[]> byType) {
        this.byType = byType;
    }

    /** @param byType the octets of each type; copied */
    public static ChannelBindings of(Map<String, byte[]> byType) {
        return new ChannelBindings(byType.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().clone())));
    }

    public boolean isEmpty() {
        return byType.isEmpty();
    }

    /** The octets of a type; a copy. */
    public Optional<byte[]> find(String type) {
        return Optional.ofNullable(byType.get(type)).map(byte[]::clone);
    }
}
