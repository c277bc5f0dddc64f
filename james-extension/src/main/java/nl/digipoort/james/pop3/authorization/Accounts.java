// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.preparation.SaslPreparation;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * Maps the name that a client sends to an account. The name is the full address in any case, or the local part alone for an account in the
 * domain that the realm names. One account has one {@link Username}, in every spelling. If SASLprep changes a name, the account with the
 * name as sent comes first, then the account with the prepared name.
 */
@Singleton
final class Accounts {
    private final UsersRepository users;
    private final Entitlements entitlements;
    private final Optional<Domain> realmDomain;

    @Inject
    Accounts(UsersRepository users, Entitlements entitlements, AuthenticationSettings settings) {
        this.users = users;
        this.entitlements = entitlements;
        this.realmDomain = domain(settings.realm());
    }

    /**
     * Resolves a name. The result does not say whether the account exists; a lookup is made only for a name that is not prepared.
     *
     * @return empty if no account can have that name
     * @throws CredentialStoreUnavailableException if James is unavailable
     */
    Optional<Username> resolve(String sent) {
        try {
            List<String> forms = SaslPreparation.forms(sent);
            Optional<Username> asSent = forms.isEmpty() ? Optional.empty() : username(sent);
            boolean isTheAccount = forms.size() < 2 || (asSent.isPresent() && users.contains(asSent.get()));
            return isTheAccount ? asSent : username(forms.get(1));
        } catch (UsersRepositoryException e) {
            throw new CredentialStoreUnavailableException("the users repository does not answer", e);
        }
    }

    private Optional<Username> username(String name) throws UsersRepositoryException {
        try {
            Username user = Username.of(name);
            return Optional.of(users.supportVirtualHosting() ? user.withDefaultDomain(realmDomain) : user);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the name means the account: in any case, and also without the domain that the realm supplies. */
    boolean denotes(String name, String account) {
        return resolve(name).map(user -> user.asString().equals(account)).orElse(false);
    }

    /**
     * Whether the account's domain is one of James's. Callers also ask for names without an account, so that both cost the same.
     *
     * @throws CredentialStoreUnavailableException if James is unavailable
     */
    boolean isServed(Username account) {
        return entitlements.isServed(account);
    }

    private static Optional<Domain> domain(String realm) {
        try {
            return Optional.of(Domain.of(realm));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
