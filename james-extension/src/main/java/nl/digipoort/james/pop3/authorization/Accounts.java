package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.sasl.CredentialsUnavailableException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * From the name that a client sends to the account that it means: the full address in any case, and the local part alone
 * for an account in the domain that the realm names. One account has one {@link Username}, however it was spelled.
 */
@Singleton
final class Accounts {
    private final UsersRepository users;
    private final Optional<Domain> realmDomain;

    @Inject
    Accounts(UsersRepository users, AuthenticationSettings settings) {
        this.users = users;
        this.realmDomain = domain(settings.realm());
    }

    /**
     * Resolves a name; whether the account exists is not looked up.
     *
     * @return empty if no account can have that name
     * @throws CredentialsUnavailableException if James cannot be asked
     */
    Optional<Username> resolve(String sent) {
        try {
            Username name = Username.of(sent);
            return Optional.of(users.supportVirtualHosting() ? name.withDefaultDomain(realmDomain) : name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (UsersRepositoryException e) {
            throw new CredentialsUnavailableException("the users repository does not answer", e);
        }
    }

    /** Whether the name means the account: in any case, and without the domain where the realm supplies it. */
    boolean denotes(String name, String account) {
        return resolve(name).map(user -> user.asString().equals(account)).orElse(false);
    }

    private static Optional<Domain> domain(String realm) {
        try {
            return Optional.of(Domain.of(realm));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
