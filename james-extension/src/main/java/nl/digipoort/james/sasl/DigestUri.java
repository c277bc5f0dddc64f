// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The service that a client believes it talks to: {@code serv-type "/" host [ "/" serv-name ]} of RFC 2831 section
 * 2.1.2. Immutable.
 */
final class DigestUri {
    private final String octets;
    private final String serviceType;
    private final String host;
    private final Optional<String> serviceName;

    private DigestUri(String octets, String serviceType, String host, Optional<String> serviceName) {
        this.octets = octets;
        this.serviceType = serviceType;
        this.host = host;
        this.serviceName = serviceName;
    }

    static DigestUri parse(String octets, Charset charset) throws DigestSyntaxException {
        String[] parts = Octets.toText(octets, charset).split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new DigestSyntaxException("digest-uri does not have two or three parts");
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new DigestSyntaxException("a part of digest-uri is empty");
            }
        }
        Optional<String> serviceName = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        return new DigestUri(octets, parts[0], parts[1], serviceName);
    }

    /** As it was sent: the hash depends on its case. */
    String octets() {
        return octets;
    }

    String serviceType() {
        return serviceType;
    }

    String host() {
        return host;
    }

    Optional<String> serviceName() {
        return serviceName;
    }
}
