// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.sasl.DigestSecret;
import nl.digipoort.james.sasl.DigestSecrets;
import org.apache.james.core.Username;

/** Gives the DIGEST-MD5 mechanism the secrets in the credential records. */
@Singleton
final class RecordedDigestSecrets implements DigestSecrets {
    private final Accounts accounts;
    private final CredentialRecords records;

    @Inject
    RecordedDigestSecrets(Accounts accounts, CredentialRecords records) {
        this.accounts = accounts;
        this.records = records;
    }

    @Override
    public Optional<DigestSecret> find(String username) {
        return accounts.resolve(username).flatMap(user -> find(user, username));
    }

    @Override
    public boolean denotes(String name, String account) {
        return accounts.denotes(name, account);
    }

    private Optional<DigestSecret> find(Username user, String username) {
        boolean served = accounts.isServed(user);
        List<byte[]> digests = records.digests(user, username);
        try {
            return digests.isEmpty() || !served
                    ? Optional.empty()
                    : Optional.of(DigestSecret.of(user.asString(), digests));
        } finally {
            digests.forEach(digest -> Arrays.fill(digest, (byte) 0));
        }
    }
}
