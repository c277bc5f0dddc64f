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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedScramSecretsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String XML =
            "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName>"
                    + "</hostNames><credentialKey>k</credentialKey></authentication></root>";

    private final UsersRepository users = TestUsers.inMemory();
    private final CredentialRecords records = new CredentialRecords(
            new MemoryRecordStore(),
            new DefaultUserFingerprints(users),
            users,
            TestSeals.under(new byte[32]),
            "example.org",
            4096,
            true,
            Clock.systemUTC());

    @BeforeEach
    void addAlice() throws Exception {
        users.addUser(ALICE, "secret");
    }

    @Test
    void hasOneSecretUnderEverySpellingOfTheName() throws Exception {
        records.remember(ALICE, "secret");

        for (String name : new String[] {"alice@example.org", "alice", "ALICE", "Alice@Example.ORG"}) {
            assertThat(secrets("example.org").find(name).account()).contains("alice@example.org");
            assertThat(secrets("example.org").find(name).salt())
                    .isEqualTo(secrets("example.org").find("alice").salt());
        }
    }

    @Test
    void hasADecoyThatLooksLikeARecordForWhoeverHasNone() throws Exception {
        RecordedScramSecrets secrets = secrets("example.org");

        for (String name : new String[] {"alice@example.org", "nobody@example.org", "a\u200eb@example.org", "x@y@z"}) {
            assertThat(secrets.find(name).account()).isEmpty();
            assertThat(secrets.find(name).iterations()).isEqualTo(4096);
            assertThat(secrets.find(name).salt())
                    .hasSize(16)
                    .isEqualTo(secrets("example.org").find(name).salt());
        }
        assertThat(secrets.find("NOBODY").salt())
                .isEqualTo(secrets.find("nobody@example.org").salt());
        assertThat(secrets.find("nobody").salt())
                .isNotEqualTo(secrets.find("alice").salt());
    }

    @Test
    void hasADecoyForAUserInADomainThatJamesDoesNotServe() throws Exception {
        records.remember(ALICE, "secret");

        assertThat(secrets("example.net").find("alice@example.org").account()).isEmpty();
    }

    private RecordedScramSecrets secrets(String servedDomain) throws Exception {
        AuthenticationSettings settings = AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(XML.getBytes(UTF_8))),
                "authentication"));
        return new RecordedScramSecrets(
                new Accounts(users, TestEntitlements.of(users, TestUsers.domains(servedDomain)), settings), records);
    }
}
