// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.preparation.SaslPreparation;
import nl.digipoort.james.sasl.CredentialsUnavailableException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * From the name that a client sends to the account that it means: the full address in any case, and the local part alone
 * for an account in the domain that the realm names. One account has one {@link Username}, however it was spelled. A name that
 * SASLprep writes in another way means the account that has it as it was sent, or else the one that has it prepared.
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
     * Resolves a name. Whether the account exists is not told; it is looked up only for a name that is not prepared.
     *
     * @return empty if no account can have that name
     * @throws CredentialsUnavailableException if James cannot be asked
     */
    Optional<Username> resolve(String sent) {
        try {
            List<String> forms = SaslPreparation.forms(sent);
            Optional<Username> asSent = forms.isEmpty() ? Optional.empty() : username(sent);
            boolean isTheAccount = forms.size() < 2 || (asSent.isPresent() && users.contains(asSent.get()));
            return isTheAccount ? asSent : username(forms.get(1));
        } catch (UsersRepositoryException e) {
            throw new CredentialsUnavailableException("the users repository does not answer", e);
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

    /** Whether the name means the account: in any case, and without the domain where the realm supplies it. */
    boolean denotes(String name, String account) {
        return resolve(name).map(user -> user.asString().equals(account)).orElse(false);
    }

    /**
     * Whether the account's domain is one of James's. Who asks does so for names without an account as well, so that both cost the same.
     *
     * @throws CredentialsUnavailableException if James cannot be asked
     */
    boolean isServed(Username account) {
        try {
            return entitlements.isServed(account);
        } catch (CredentialStoreUnavailableException e) {
            throw new CredentialsUnavailableException("James's domains cannot be read", e);
        }
    }

    private static Optional<Domain> domain(String realm) {
        try {
            return Optional.of(Domain.of(realm));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
