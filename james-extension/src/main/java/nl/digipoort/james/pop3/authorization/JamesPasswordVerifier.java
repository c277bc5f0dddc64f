// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.JamesUsers;
import nl.digipoort.james.preparation.SaslPreparation;
import nl.digipoort.james.sasl.PasswordVerifier;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.model.Algorithm;

/**
 * Verifies clear passwords against James's users. James hashes a password as it was set, so it is tried as sent and, if different, as
 * SASLprep prepares it. The number of hashes for a wrong password depends only on what the client sent. For an unknown user the same number
 * is made, with the algorithm of James's configuration. A right password, seen under TLS, creates the user's DIGEST-MD5 record if none
 * serves this client (RFC 4616 section 2 allows it).
 */
@Singleton
final class JamesPasswordVerifier implements PasswordVerifier {
    private static final String NOBODY = "nobody";

    private final Accounts accounts;
    private final UsersRepository users;
    private final CredentialRecords records;
    private final Consumer<String> decoyHash;

    @Inject
    JamesPasswordVerifier(
            Accounts accounts, UsersRepository users, CredentialRecords records, ConfigurationProvider configuration)
            throws ConfigurationException {
        this(accounts, users, records, decoyHash(configuration));
    }

    /** @param decoyHash hashes a password for nothing, in the time that James takes to verify one */
    JamesPasswordVerifier(
            Accounts accounts, UsersRepository users, CredentialRecords records, Consumer<String> decoyHash) {
        this.accounts = accounts;
        this.users = users;
        this.records = records;
        this.decoyHash = decoyHash;
    }

    private static Consumer<String> decoyHash(ConfigurationProvider configuration) throws ConfigurationException {
        Algorithm algorithm =
                Algorithm.of(configuration.getConfiguration("usersrepository").getString("algorithm", "PBKDF2"));
        return password -> algorithm.digest(password, NOBODY);
    }

    @Override
    public Optional<String> verify(String authenticationId, char[] password) {
        Optional<Username> name = accounts.resolve(authenticationId);
        boolean served = name.map(accounts::isServed).orElse(false);
        Optional<byte[]> fingerprint = name.flatMap(records::fingerprint);
        Optional<User> user =
                name.flatMap(known -> JamesUsers.find(users, known)).filter(found -> served);
        // James's users take a String only.
        for (String form : SaslPreparation.forms(new String(password))) {
            if (isRight(user, form)) {
                records.learn(name.orElseThrow(), authenticationId, form, fingerprint);
                return name.map(Username::asString);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean denotes(String name, String account) {
        return accounts.denotes(name, account);
    }

    /** Does not use the repository's own test, which logs the name of an unknown user and may sleep on this thread. */
    private boolean isRight(Optional<User> user, String password) {
        if (user.isEmpty()) {
            decoyHash.accept(password);
            return false;
        }
        return user.get().verifyPassword(password);
    }
}
