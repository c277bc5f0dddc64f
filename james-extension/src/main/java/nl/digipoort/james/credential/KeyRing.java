// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys in the order in which the operator wrote them. Immutable. */
final class KeyRing {
    static final int MOST_KEYS = 8;

    private final List<CredentialKey> keys;

    private KeyRing(List<CredentialKey> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException if there are no keys, too many, or one twice */
    static KeyRing of(List<CredentialKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("there are more than " + MOST_KEYS + " keys");
        }
        Set<String> ids = new HashSet<>();
        for (CredentialKey key : keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("key " + key.id() + " stands there twice");
            }
        }
        return new KeyRing(List.copyOf(keys));
    }

    CredentialKey first() {
        return keys.get(0);
    }

    CredentialKey last() {
        return keys.get(keys.size() - 1);
    }

    Optional<CredentialKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    List<String> ids() {
        return keys.stream().map(CredentialKey::id).collect(Collectors.toUnmodifiableList());
    }

    /** This ring with the other ring's key objects for the keys in both; its own objects of those are erased. */
    KeyRing sharing(KeyRing other) {
        List<CredentialKey> shared = new ArrayList<>();
        for (CredentialKey key : keys) {
            Optional<CredentialKey> known = other.find(key.id());
            if (known.isPresent() && known.get() != key) {
                key.erase();
            }
            shared.add(known.orElse(key));
        }
        return new KeyRing(List.copyOf(shared));
    }

    /** Erases the keys that the other ring does not have. */
    void eraseWhatIsNotIn(KeyRing other) {
        keys.stream().filter(key -> !other.keys.contains(key)).forEach(CredentialKey::erase);
    }

    @Override
    public String toString() {
        return "KeyRing " + ids();
    }
}
