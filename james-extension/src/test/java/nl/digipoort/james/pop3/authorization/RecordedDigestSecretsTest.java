// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;

class RecordedDigestSecretsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String XML =
            "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName>"
                    + "</hostNames><credentialKey>k</credentialKey></authentication></root>";

    private final UsersRepository users = TestUsers.inMemory();

    @Test
    void hasNoSecretOfAUserInADomainThatJamesDoesNotServe() throws Exception {
        users.addUser(ALICE, "secret");
        CredentialRecords records = new CredentialRecords(
                new MemoryRecordStore(),
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
        records.remember(ALICE, "secret");

        assertThat(secrets(records, "example.org").find("alice@example.org")).isPresent();
        assertThat(secrets(records, "example.net").find("alice@example.org")).isEmpty();
    }

    private RecordedDigestSecrets secrets(CredentialRecords records, String servedDomain) throws Exception {
        AuthenticationSettings settings = AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(XML.getBytes(UTF_8))),
                "authentication"));
        return new RecordedDigestSecrets(
                new Accounts(users, TestEntitlements.of(users, TestUsers.domains(servedDomain)), settings), records);
    }
}
