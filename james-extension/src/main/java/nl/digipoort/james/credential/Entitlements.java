// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;

/**
 * Decides who may have a session: a user that James has, in a domain that James serves, while the password is unchanged. A session is
 * notified if an administrator changes its user on this node; for all other changes it asks. Trouble with James's users or domains is a
 * {@link CredentialStoreUnavailableException}. Thread-safe.
 */
@Singleton
public final class Entitlements {
    private final UsersRepository users;
    private final ServedDomains domains;
    private final PasswordFingerprints fingerprints;
    private final CredentialRecords records;
    private final Map<Username, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    @Inject
    public Entitlements(
            UsersRepository users,
            ServedDomains domains,
            PasswordFingerprints fingerprints,
            CredentialRecords records) {
        this.users = users;
        this.domains = domains;
        this.fingerprints = fingerprints;
        this.records = records;
    }

    /** Whether James serves the domain of the name; true for a name without a domain. */
    public boolean isServed(Username user) {
        Optional<Domain> domain = user.getDomainPart();
        return domain.isEmpty() || domains.contains(domain.get());
    }

    /** The entitlement of the user now; empty if the user may have no session. */
    public Optional<Entitlement> find(Username user) {
        if (!isServed(user)) {
            return Optional.empty();
        }
        if (records.obstacle().isPresent()) {
            return JamesUsers.exists(users, user)
                    ? Optional.of(new Entitlement(user, Optional.empty()))
                    : Optional.empty();
        }
        return fingerprints.find(user).map(found -> new Entitlement(user, Optional.of(found)));
    }

    /** Whether the user and its domain still exist, with the same password. */
    public boolean holds(Entitlement entitlement) {
        return find(entitlement.user()).filter(entitlement::isThatOf).isPresent();
    }

    /**
     * Registers a callback for when the user may have changed on this node; it must not block.
     *
     * @return removes the callback
     */
    public Runnable onChange(Username user, Runnable whenChanged) {
        listeners.compute(user, (name, known) -> {
            Set<Runnable> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(whenChanged);
            return all;
        });
        return () -> listeners.computeIfPresent(user, (name, known) -> {
            known.remove(whenChanged);
            return known.isEmpty() ? null : known;
        });
    }

    /** Tells sessions that an administrator has set the user's password, or removed the user. */
    public void changed(Username user) {
        listeners.getOrDefault(user, Set.of()).forEach(Runnable::run);
    }
}
