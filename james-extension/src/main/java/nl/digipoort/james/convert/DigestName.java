// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import org.apache.james.core.Domain;

/**
 * Name and realm in Dovecot's {@code {DIGEST-MD5}}: what is before and behind the first {@code @} of the account's name, as {@code doveadm pw}
 * takes them. Of a name without one the realm cannot be known; it is taken for the realm here. Immutable.
 */
final class DigestName {
    private final String name;
    private final String realm;
    private final String domain;

    private DigestName(String name, String realm, String domain) {
        this.name = name;
        this.realm = realm;
        this.domain = domain;
    }

    static DigestName of(ForeignAccount account, String usualRealm) {
        int at = account.name().indexOf('@');
        String domain = account.user().getDomainPart().map(Domain::asString).orElse("");
        return at < 0
                ? new DigestName(account.name(), usualRealm, domain)
                : new DigestName(account.name().substring(0, at), account.name().substring(at + 1), domain);
    }

    String name() {
        return name;
    }

    String realm() {
        return realm;
    }

    /** Whether a client that logs in under this name, which has no domain, comes to the account at a server of that realm. */
    boolean isOf(String other) {
        return realm.equals(other) && domain.equalsIgnoreCase(other);
    }
}
