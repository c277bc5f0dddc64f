package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CredentialKey;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.RecordSeal;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JamesPasswordVerifierTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final UsersRepository users = TestUsers.inMemory();
    private final List<String> hashedInVain = new ArrayList<>();
    private final CredentialRecords records = new CredentialRecords(
            new MemoryRecordStore(),
            new DefaultUserFingerprints(users),
            users,
            new RecordSeal(CredentialKey.of(new byte[32]), new SecureRandom()),
            "example.org",
            Clock.systemUTC());
    private JamesPasswordVerifier verifier;

    @BeforeEach
    void addAlice() throws Exception {
        users.addUser(ALICE, "secret");
        String xml = "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName></hostNames>"
                + "<credentialKey>k</credentialKey></authentication></root>";
        AuthenticationSettings settings = AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(UTF_8))),
                "authentication"));
        Consumer<String> decoyHash = hashedInVain::add;
        verifier = new JamesPasswordVerifier(new Accounts(users, settings), users, records, decoyHash);
    }

    @Test
    void knowsOneAccountByEverySpelling() {
        for (String name : List.of("alice@example.org", "ALICE@Example.ORG", "alice", "Alice")) {
            assertThat(verifier.verify(name, "secret".toCharArray())).contains("alice@example.org");
        }
        assertThat(hashedInVain).isEmpty();
    }

    @Test
    void takesEverySpellingOfAnIdentityForTheSameAccountAndNoOther() {
        for (String name : List.of("alice@example.org", "ALICE@Example.ORG", "alice", "Alice")) {
            assertThat(verifier.denotes(name, "alice@example.org")).isTrue();
        }
        for (String name : List.of("bob", "alice@example.net", "alice@", "@example.org", "alice@example.org ", " ")) {
            assertThat(verifier.denotes(name, "alice@example.org")).isFalse();
        }
    }

    @Test
    void hashesOnceForAnUnknownUserAndAWrongPasswordAlike() {
        assertThat(verifier.verify("alice", "wrong".toCharArray())).isEmpty();
        assertThat(hashedInVain).as("James has hashed").isEmpty();

        assertThat(verifier.verify("bob", "wrong".toCharArray())).isEmpty();
        assertThat(hashedInVain).as("James has not").containsExactly("wrong");
    }

    @Test
    void makesARecordFromARightPasswordOnly() {
        verifier.verify("alice", "wrong".toCharArray());
        assertThat(records.usable(ALICE)).isFalse();

        verifier.verify("alice", "secret".toCharArray());
        assertThat(records.usable(ALICE)).isTrue();
    }
}
