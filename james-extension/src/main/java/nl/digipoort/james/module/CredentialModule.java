// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.io.FileNotFoundException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Singleton;
import nl.digipoort.james.configuration.NamedFile;
import nl.digipoort.james.credential.CredentialKeys;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.pop3.authorization.AuthenticationSettings;
import nl.digipoort.james.sasl.NonceSource;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.user.api.UsersRepository;

/** The credential records on top of their store, sealed with the operator's keys. */
final class CredentialModule extends AbstractModule {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Provides
    @Singleton
    NonceSource nonceSource() {
        return NonceSource.random(RANDOM);
    }

    /** Verifies the keys before anybody gets them: WebAdmin would create records under a wrong key before the startables run. */
    @Provides
    @Singleton
    CredentialKeys credentialKeys(AuthenticationSettings settings, FileSystem fileSystem, RecordStore store)
            throws FileNotFoundException {
        Optional<String> variable = settings.credentialKeyVariable();
        CredentialKeys keys = variable.isPresent()
                ? CredentialKeys.inVariable(variable.get(), System.getenv(), store, Clock.systemUTC())
                : CredentialKeys.inFile(
                        NamedFile.find(fileSystem, settings.credentialKeyFile()), store, Clock.systemUTC());
        keys.verify();
        return keys;
    }

    @Provides
    @Singleton
    RecordSeal recordSeal(CredentialKeys keys) {
        return new RecordSeal(keys, RANDOM);
    }

    @Provides
    @Singleton
    CredentialRecords credentialRecords(
            RecordStore store,
            PasswordFingerprints fingerprints,
            UsersRepository users,
            RecordSeal seal,
            AuthenticationSettings settings,
            AccountPolicies policies) {
        return new CredentialRecords(
                store,
                fingerprints,
                users,
                seal,
                settings.realm(),
                settings.scramIterations(),
                settings.namesScram(),
                new SecretsByPolicy(policies),
                Clock.systemUTC());
    }
}
