package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.io.FileNotFoundException;
import java.security.SecureRandom;
import java.time.Clock;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialKey;
import nl.digipoort.james.credential.CredentialKeyFile;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.PasswordFingerprints;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.pop3.authorization.AuthenticationSettings;
import nl.digipoort.james.sasl.NonceSource;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.user.api.UsersRepository;

/** The credential records over their store, sealed under the operator's key. */
final class CredentialModule extends AbstractModule {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Provides
    @Singleton
    NonceSource nonceSource() {
        return NonceSource.random(RANDOM);
    }

    @Provides
    @Singleton
    CredentialKey credentialKey(AuthenticationSettings settings, FileSystem fileSystem) throws FileNotFoundException {
        return CredentialKeyFile.read(
                fileSystem.getFile(settings.credentialKey()).toPath());
    }

    @Provides
    @Singleton
    CredentialRecords credentialRecords(
            RecordStore store,
            PasswordFingerprints fingerprints,
            UsersRepository users,
            CredentialKey key,
            AuthenticationSettings settings) {
        return new CredentialRecords(
                store, fingerprints, users, new RecordSeal(key, RANDOM), settings.realm(), Clock.systemUTC());
    }
}
