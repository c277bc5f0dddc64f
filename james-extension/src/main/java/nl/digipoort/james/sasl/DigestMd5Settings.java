// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * The names that a DIGEST-MD5 server offers and accepts as its own: one realm, the host names, and the service types (RFC 5034 section 4
 * gives "pop"). Immutable.
 */
public final class DigestMd5Settings {
    /** Keeps the challenge, with an escaped realm, well below the 2048 octets of RFC 2831 section 2.1.1. */
    public static final int MAX_REALM_OCTETS = 255;

    private final String realm;
    private final Set<String> hostNames;
    private final Set<String> serviceTypes;
    private final HostCheck hostCheck;

    private DigestMd5Settings(String realm, Set<String> hostNames, Set<String> serviceTypes, HostCheck hostCheck) {
        this.realm = realm;
        this.hostNames = hostNames;
        this.serviceTypes = serviceTypes;
        this.hostCheck = hostCheck;
    }

    /**
     * Settings for service type "pop" and the lenient host check.
     *
     * @param realm the one realm that is offered; at most 255 octets in UTF-8, no control characters
     * @param hostNames the names that clients may know this service by, host or serv-name; at least one
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static DigestMd5Settings of(String realm, Collection<String> hostNames) {
        if (realm.isEmpty() || realm.getBytes(StandardCharsets.UTF_8).length > MAX_REALM_OCTETS) {
            throw new IllegalArgumentException("the realm is not 1 to " + MAX_REALM_OCTETS + " octets long");
        }
        if (realm.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the realm holds a control character");
        }
        return new DigestMd5Settings(realm, names("host name", hostNames), Set.of("pop"), HostCheck.LENIENT);
    }

    /** The same, for other service types: at least one. */
    public DigestMd5Settings withServiceTypes(Collection<String> accepted) {
        return new DigestMd5Settings(realm, hostNames, names("service type", accepted), hostCheck);
    }

    /** The same, with another host check. */
    public DigestMd5Settings withHostCheck(HostCheck check) {
        return new DigestMd5Settings(realm, hostNames, serviceTypes, check);
    }

    private static Set<String> names(String what, Collection<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no " + what + " is given");
        }
        for (String name : names) {
            if (name.isEmpty() || name.contains("/")) {
                throw new IllegalArgumentException("not a " + what + ": '" + name + "'");
            }
        }
        return Set.copyOf(names);
    }

    public String realm() {
        return realm;
    }

    /** Whether the client means this service (RFC 2831 section 2.1.2, digest-uri). */
    boolean accepts(DigestUri uri) {
        return containsIgnoringCase(serviceTypes, uri.serviceType())
                && isOurs(uri.host())
                && uri.serviceName().map(this::isOurs).orElse(true);
    }

    private boolean isOurs(String host) {
        return containsIgnoringCase(hostNames, host)
                || (hostCheck == HostCheck.LENIENT && host.equalsIgnoreCase(realm));
    }

    private static boolean containsIgnoringCase(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
