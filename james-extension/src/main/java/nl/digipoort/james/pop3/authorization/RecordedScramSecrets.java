// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.ScramKeys;
import nl.digipoort.james.sasl.ScramSecret;
import nl.digipoort.james.sasl.ScramSecrets;
import org.apache.james.core.Username;

/** Gives the SCRAM mechanisms the secrets in the credential records, and a decoy where there is none. */
@Singleton
final class RecordedScramSecrets implements ScramSecrets {
    private final Accounts accounts;
    private final CredentialRecords records;

    @Inject
    RecordedScramSecrets(Accounts accounts, CredentialRecords records) {
        this.accounts = accounts;
        this.records = records;
    }

    /** All spellings of a name have one salt, whether or not there is such an account. */
    @Override
    public ScramSecret find(String username) {
        Optional<Username> user = accounts.resolve(username);
        byte[] decoySalt =
                records.decoySalt(user.map(Username::asString).orElseGet(() -> username.toLowerCase(Locale.ROOT)));
        return user.flatMap(this::find).orElseGet(() -> ScramSecret.decoy(decoySalt, records.scramIterations()));
    }

    @Override
    public boolean denotes(String name, String account) {
        return accounts.denotes(name, account);
    }

    private Optional<ScramSecret> find(Username user) {
        boolean served = accounts.isServed(user);
        Optional<ScramKeys> keys = records.scram(user);
        try {
            return keys.filter(found -> served)
                    .map(found -> ScramSecret.of(
                            user.asString(), found.salt(), found.iterations(), found.storedKey(), found.serverKey()));
        } finally {
            keys.ifPresent(ScramKeys::erase);
        }
    }
}
