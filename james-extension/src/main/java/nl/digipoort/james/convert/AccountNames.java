// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;

/** How the accounts of another server are called here, each only once. Not thread-safe. */
final class AccountNames {
    private static final String NO_NAME = "what can be no name of an account here";

    private final Optional<String> domain;
    private final Set<Username> taken = new HashSet<>();

    /** @param domain that of names without one */
    AccountNames(Optional<String> domain) {
        this.domain = domain;
    }

    Optional<String> domain() {
        return domain;
    }

    /** @throws IllegalArgumentException saying what is wrong with the name, without it: it may be a password in the wrong place */
    Username take(String name) {
        if (name.isBlank() || !name.strip().equals(name) || name.codePoints().anyMatch(AccountNames::isInvisible)) {
            throw new IllegalArgumentException(
                    "a name that is empty, or has white space around it or a character that cannot be seen");
        }
        Username user = valid(withDomain(name));
        if (!taken.add(user)) {
            throw new IllegalArgumentException("an account that is there already");
        }
        return user;
    }

    /** Controls and formats: two names that look the same would be two accounts. */
    private static boolean isInvisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    private String withDomain(String name) {
        if (name.contains("@")) {
            return name;
        }
        return name + "@"
                + domain.orElseThrow(
                        () -> new IllegalArgumentException("a name without a domain: --domain says which"));
    }

    private static Username valid(String address) {
        Username user;
        try {
            user = Username.of(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_NAME, e);
        }
        if (user.getLocalPart().isEmpty() || user.getDomainPart().isEmpty()) {
            throw new IllegalArgumentException(NO_NAME);
        }
        return user;
    }
}
