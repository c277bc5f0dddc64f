// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.sasl.Md5Count;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JamesPasswordVerifierTest {
    private static final Username ALICE = Username.of("alice@example.org");

    private final UsersRepository users = TestUsers.inMemory();
    private final List<String> hashedInVain = new ArrayList<>();
    private final CredentialRecords records = records(users);
    private JamesPasswordVerifier verifier;

    @BeforeEach
    void addAlice() throws Exception {
        users.addUser(ALICE, "secret");
        Consumer<String> decoyHash = hashedInVain::add;
        verifier = new JamesPasswordVerifier(
                new Accounts(users, TestEntitlements.of(users), settings()), users, records, decoyHash);
    }

    private static CredentialRecords records(UsersRepository known) {
        return new CredentialRecords(
                new MemoryRecordStore(),
                new DefaultUserFingerprints(known),
                known,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
    }

    private static AuthenticationSettings settings() throws ConfigurationException {
        String xml = "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName></hostNames>"
                + "<credentialKey>k</credentialKey></authentication></root>";
        return AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(UTF_8))),
                "authentication"));
    }

    @Test
    void knowsOneAccountByEverySpelling() {
        for (String name : List.of("alice@example.org", "ALICE@Example.ORG", "alice", "Alice")) {
            assertThat(verifier.verify(name, "secret".toCharArray())).contains("alice@example.org");
        }
        assertThat(hashedInVain).isEmpty();
    }

    @Test
    void knowsNobodyInADomainThatJamesDoesNotServeAndHashesAllTheSame() throws Exception {
        JamesPasswordVerifier without = new JamesPasswordVerifier(
                new Accounts(users, TestEntitlements.of(users, TestUsers.domains("example.net")), settings()),
                users,
                records,
                (String password) -> hashedInVain.add(password));

        assertThat(without.verify("alice@example.org", "secret".toCharArray())).isEmpty();

        assertThat(hashedInVain).containsExactly("secret");
        assertThat(records.usable(ALICE)).isFalse();
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
    void takesAPasswordAsItWasSentOrPrepared() throws Exception {
        users.addUser(Username.of("prepared@example.org"), "p\u00E4ss IX");
        users.addUser(Username.of("unprepared@example.org"), "pa\u0308ss\u00A0\u2168");

        for (String name : List.of("prepared", "unprepared")) {
            assertThat(verifier.verify(name, "pa\u0308ss\u00A0\u2168".toCharArray()))
                    .contains(name + "@example.org");
        }
        assertThat(verifier.verify("prepared", "p\u00E4ss IX".toCharArray())).isPresent();
        assertThat(verifier.verify("unprepared", "p\u00E4ss IX".toCharArray())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00AD", "a\u0007", "\u06271", "a\uD800", "a\uE000"})
    void refusesAPasswordThatCannotBePreparedThoughJamesHoldsIt(String password) throws Exception {
        users.addUser(Username.of("bob@example.org"), password);

        assertThat(verifier.verify("bob", password.toCharArray())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00AD", "bob\u0007", "bob\u0627", "bob\uD800", "bob\uE000"})
    void refusesANameThatCannotBePreparedThoughJamesHasIt(String name) throws Exception {
        users.addUser(Username.of(name + "@example.org"), "secret");

        assertThat(verifier.verify(name, "secret".toCharArray())).isEmpty();
        assertThat(verifier.denotes(name, name + "@example.org")).isFalse();
    }

    @Test
    void takesTheNamePreparedUnlessAnAccountHasItAsItWasSent() throws Exception {
        assertThat(verifier.verify("\uFF21lice", "secret".toCharArray())).contains("alice@example.org");
        assertThat(verifier.denotes("\uFF21lice@example.org", "alice@example.org"))
                .isTrue();

        users.addUser(Username.of("\uFF41lice@example.org"), "other");

        assertThat(verifier.verify("\uFF21lice", "other".toCharArray())).contains("\uFF41lice@example.org");
        assertThat(verifier.verify("\uFF21lice", "secret".toCharArray())).isEmpty();
        assertThat(verifier.denotes("\uFF21lice@example.org", "alice@example.org"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"wrong,1", "pa\u0308ss,2", "a\u0007b,0"})
    void hashesByWhatWasSentAndNotByTheAccount(String password, int hashes) throws Exception {
        BaseHierarchicalConfiguration md5 = TestUsers.withVirtualHosting();
        md5.addProperty("algorithm", "MD5");
        JamesPasswordVerifier asConfigured = verifier(md5);

        for (String name : List.of("alice", "ALICE@example.org", "nobody", "nobody@example.net", "no@account@at all")) {
            try (Md5Count count = Md5Count.open()) {
                assertThat(asConfigured.verify(name, password.toCharArray())).isEmpty();

                assertThat(count.hashes()).as(name).isEqualTo(hashes);
            }
        }
    }

    @Test
    @Timeout(10)
    void holdsNoThreadThoughJamesIsToldTo() throws Exception {
        BaseHierarchicalConfiguration slow = TestUsers.withVirtualHosting();
        slow.addProperty("verifyFailureDelay", "1h");
        JamesPasswordVerifier asConfigured = verifier(slow);

        assertThat(asConfigured.verify("alice", "wrong".toCharArray())).isEmpty();
        assertThat(asConfigured.verify("nobody", "wrong".toCharArray())).isEmpty();
    }

    /** Users as James configures them, with alice among them. */
    private static JamesPasswordVerifier verifier(BaseHierarchicalConfiguration configuration) throws Exception {
        UsersRepository configured = TestUsers.inMemory(configuration);
        configured.addUser(ALICE, "secret");
        return new JamesPasswordVerifier(
                new Accounts(configured, TestEntitlements.of(configured), settings()),
                configured,
                records(configured),
                (name, level) -> configuration);
    }

    @Test
    void leavesNamesThatAreNoAccountsOutOfTheLog() {
        try (CapturedLog log = CapturedLog.of(UsersRepositoryImpl.class)) {
            assertThat(verifier.verify("nobody", "wrong".toCharArray())).isEmpty();

            assertThat(log.take()).isEmpty();
        }
    }

    @Test
    void learnsTheNameAsItWasSent() {
        verifier.verify("Alice@Example.ORG", "secret".toCharArray());

        assertThat(records.digests(ALICE, "Alice@Example.ORG")).hasSize(1);
    }

    @Test
    void makesARecordFromARightPasswordOnly() {
        verifier.verify("alice", "wrong".toCharArray());
        assertThat(records.usable(ALICE)).isFalse();

        verifier.verify("alice", "secret".toCharArray());
        assertThat(records.usable(ALICE)).isTrue();
    }
}
