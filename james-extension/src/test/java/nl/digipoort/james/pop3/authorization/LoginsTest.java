// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static nl.digipoort.james.pop3.Answers.delayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.inject.Guice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.activity.ActivityStore;
import nl.digipoort.james.activity.TestActivityLog;
import nl.digipoort.james.activity.TestUses;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.UseLog;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.BudgetMetrics;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.Entitlements;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.LoginDelays;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.ClientCertificateRule;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Phase;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.guessing.GuessingSettings;
import nl.digipoort.james.pop3.guessing.LoginThrottle;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanism.Exposure;
import nl.digipoort.james.sasl.Mechanism.InitialResponse;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.stores.memory.MemoryActivityStore;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.stores.memory.MemoryUseStore;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestClock;
import nl.digipoort.james.tls.ClientAuthMode;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AUTH and PASS answer, delay, count and log. Of the maildrop only the wait for memory is tested here. */
class LoginsTest {
    private static final String REFUSED = "-ERR [AUTH] Authentication failed";
    private static final String UNAVAILABLE = "-ERR [SYS/TEMP] Authentication is not possible now, try again later";
    private static final String LOCKED_AND_READY = "+OK Maildrop locked and ready";
    private static final String TOO_SOON = "-ERR [LOGIN-DELAY] Too soon after the last login, try again later";
    private static final String BUSY = "-ERR [SYS/TEMP] Too many logins wait for their answer, try again later";

    /** Two failures are free for an account; two answers are delayed for an address. */
    private static final String SETTINGS =
            """
            <root><authentication>
              <realm>example.org</realm><hostNames><hostName>pop.example.org</hostName></hostNames>
              <credentialKey>k</credentialKey>
              <mechanisms>
                <mechanism>DIGEST-MD5</mechanism><mechanism>PLAIN</mechanism><mechanism>LOGIN</mechanism>
                <mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism>
              </mechanisms>
              <hashing><perAddress>3</perAddress></hashing>
              <guessing>
                <freePerAccount>2</freePerAccount><freePerAddress>1000</freePerAddress><heldPerAddress>2</heldPerAddress>
                <firstDelay>7</firstDelay><longestDelay>7</longestDelay>
              </guessing>
            </authentication></root>""";

    private static final String ATTACKER = "192.0.2.66";
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String OWNER = "198.51.100.7";

    private final CapturedLog log = CapturedLog.of(LoginLog.LOGGER_NAME);
    private final TestAudit trail = new TestAudit();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final LoginMetrics loginMetrics = new LoginMetrics(metrics);
    private final BodyBudget budget = TestBudget.of(100);
    private final TestMaildrops maildrops = new TestMaildrops(budget);
    private String brokenMethod = "";
    private String methodWithError = "";
    private final AccountLimits limits = TestLimits.inMemory();
    private final TestClock clock = new TestClock();
    private final AccountPolicies policies = TestPolicies.inMemory(TestClocks.watching(clock));
    private final ActivityStore lastUse =
            guarded(ActivityStore.class, new MemoryActivityStore(clock::nanos), method -> {
                if (method.equals(brokenMethod)) {
                    throw new StoreUnavailableException("down", new IllegalStateException());
                }
                if (method.equals(methodWithError)) {
                    throw new StackOverflowError("as asked");
                }
            });
    private final MemoryUseStore uses = new MemoryUseStore();
    private final UseLog useLog = TestUses.log(uses);
    private final ActivityLog activity = TestActivityLog.of(lastUse, useLog, Clock.systemUTC());
    private final UsersRepository users = TestUsers.inMemory();
    private boolean recordsAreDown;
    /** Each verification of a password looks its user up, and so does what follows a right one. */
    private int lookups;

    private Runnable duringLookup = () -> {};
    private ExecutorService hashingThread;
    private Logins logins;
    private ClearPasswords passwords;
    private AuthCommand auth;
    private CapaCommand capa;
    private PassCommand pass;

    @BeforeEach
    void wire() throws Exception {
        users.addUser(Username.of("alice@example.org"), "secret");
        wireToHashOn(MoreExecutors.newDirectExecutorService());
    }

    private void wireToHashOn(ExecutorService executor) throws Exception {
        hashingThread = executor;
        UsersRepository known = guarded(UsersRepository.class, users, method -> {
            if (method.equals(brokenMethod)) {
                throw new UsersRepositoryException("down");
            }
            if (method.equals("getUserByName")) {
                lookups++;
                duringLookup.run();
            }
        });
        RecordStore store = guarded(RecordStore.class, new MemoryRecordStore(), method -> {
            if (recordsAreDown) {
                throw new CredentialStoreUnavailableException("down", new IllegalStateException());
            }
        });
        CredentialRecords records = new CredentialRecords(
                store,
                new DefaultUserFingerprints(known),
                known,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
        wire(settings(), known, records);
    }

    private void wire(AuthenticationSettings settings, UsersRepository known, CredentialRecords records)
            throws ConfigurationException {
        Entitlements entitlements = TestEntitlements.of(known);
        Accounts accounts = new Accounts(known, entitlements, settings);
        JamesPasswordVerifier verifier = new JamesPasswordVerifier(accounts, known, records, password -> {});
        LoginThrottle throttle = Guice.createInjector(
                        binder -> binder.bind(GuessingSettings.class).toInstance(settings.guessing()))
                .getInstance(LoginThrottle.class);
        ClientCertificates certificates = new ClientCertificates(settings, accounts, known, ClientAuthMode.WANT);
        OfferedMechanisms offered = new OfferedMechanisms(
                settings,
                verifier,
                new RecordedDigestSecrets(accounts, records),
                new RecordedScramSecrets(accounts, records),
                records,
                () -> "nonce",
                certificates,
                policies);
        logins = new Logins(
                maildrops.maildrops(),
                new LoginDelays(limits, lastUse),
                accounts,
                throttle,
                new AwaitedMemory(
                        TestBudget.settings(""),
                        new BudgetMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry())),
                new LoginAudit(trail.trail()),
                activity,
                entitlements,
                new LoginPolicy(policies, new PolicyAdvice(offered, records), certificates),
                settings);
        passwords = new ClearPasswords(verifier, hashing(settings), logins);
        auth = new AuthCommand(offered, passwords, logins, loginMetrics, metrics);
        capa = new CapaCommand(
                offered,
                new AnnouncedLimits(new LoginDelays(limits, lastUse), limits),
                new AnnouncedEnds(policies, offered),
                metrics);
        pass = new PassCommand(passwords, logins, loginMetrics, metrics);
        lookups = 0;
    }

    private PasswordHashing hashing(AuthenticationSettings settings) {
        return new PasswordHashing(hashingThread, settings.hashing(), metrics, new NoopGaugeRegistry());
    }

    private static AuthenticationSettings settings() throws ConfigurationException {
        return AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(SETTINGS.getBytes(UTF_8))),
                "authentication"));
    }

    private interface Guard {
        void pass(String method) throws Exception;
    }

    private static <T> T guarded(Class<T> type, T real, Guard guard) {
        return type.cast(Proxy.newProxyInstance(
                LoginsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    guard.pass(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DIGEST-MD5,getUserByName",
        "PLAIN,getUserByName",
        "LOGIN,getUserByName",
        "USER,getUserByName",
        "DIGEST-MD5,supportVirtualHosting",
        "PLAIN,supportVirtualHosting",
        "LOGIN,supportVirtualHosting",
        "USER,supportVirtualHosting",
    })
    void tellsTroubleWithJamesUsersFromAWrongPasswordAndCountsNoGuess(String mechanism, String broken) {
        brokenMethod = broken;
        Client client = new Client(ATTACKER);
        for (int i = 0; i < 3; i++) {
            assertThat(client.logIn(mechanism, "alice", "wrong").statusLine()).isEqualTo(UNAVAILABLE);
            assertThat(client.transport.lineHandler()).isEmpty();
        }
        assertThat(log.take()).hasSize(3).allMatch(line -> line.startsWith("INFO login outcome=SYS/TEMP "));

        brokenMethod = "";

        assertThat(client.logIn(mechanism, "alice", "wrong").statusLine()).isEqualTo(REFUSED);
    }

    /** The server lacks a key; the client has guessed nothing. Others see what they always see. */
    @Test
    void tellsARecordThatCannotBeOpenedFromAWrongPasswordAndCountsNoGuess() throws Exception {
        RecordStore store = new MemoryRecordStore();
        records(store, 1).remember(ALICE, "secret");
        users.addUser(Username.of("bob@example.org"), "secret");
        CredentialRecords records = records(store, 2);
        records.remember(Username.of("bob@example.org"), "secret");
        wire(settings(), users, records);

        for (int i = 0; i < 5; i++) {
            Answer answer = new Client(ATTACKER).logIn("DIGEST-MD5", "alice", "wrong");
            assertThat(answer.statusLine()).isEqualTo(UNAVAILABLE);
        }

        assertThat(log.take()).hasSize(5).allMatch(line -> line.startsWith("INFO login outcome=SYS/TEMP "));
        // the last one would be delayed otherwise
        assertThat(new Client(ATTACKER).logIn("PLAIN", "alice", "wrong").statusLine())
                .isEqualTo(REFUSED);
        for (String name : List.of("bob", "nobody")) {
            assertThat(new Client(ATTACKER).logIn("DIGEST-MD5", name, "wrong").statusLine())
                    .isEqualTo(REFUSED);
        }
    }

    private CredentialRecords records(RecordStore store, int key) {
        byte[] octets = new byte[32];
        octets[0] = (byte) key;
        return new CredentialRecords(
                store,
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(octets),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void givesASessionTheRightThatItsUserHas(String mechanism) throws Exception {
        Client client = new Client(OWNER);
        assertThat(client.logIn(mechanism, "alice", "secret").statusLine()).isEqualTo(LOCKED_AND_READY);
        assertThat(client.session.isEntitled()).isTrue();

        TestUsers.setPassword(users, ALICE, "changed");

        assertThat(client.session.isEntitled()).isFalse();
    }

    @Test
    void refusesWhoIsRemovedRightBehindItsProof() throws Exception {
        Client client = new Client(OWNER);
        LoginAttempt attempt = new LoginAttempt("PLAIN", client.session, loginMetrics);

        users.removeUser(ALICE);

        assertThat(logins.proven(attempt, ALICE.asString(), Reply::ok).statusLine())
                .isEqualTo(REFUSED);
    }

    /** The challenge that tells of the proof is not sent then, and what the client says next is a command. */
    @Test
    void goesOnWithNoExchangeWhoseProofIsRefused() throws Exception {
        Mechanisms proving = Mechanisms.of(
                List.of(Mechanism.of("PROVING", InitialResponse.NOT_ALLOWED, Exposure.PROOF, ProvingServer::new)));
        Client client = new Client(OWNER);
        AuthExchange exchange = new AuthExchange(
                new SaslConversation(proving),
                passwords,
                logins,
                new LoginAttempt("PROVING", client.session, loginMetrics));
        exchange.start("PROVING", Optional.empty());

        users.removeUser(ALICE);

        assertThat(client.respond(client.base64("proof")).statusLine()).isEqualTo(REFUSED);
        assertThat(client.transport.lineHandler()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void tellsWhatThePolicyDoesNotAllowAfterTheProofOnlyAndCountsNoGuess(String mechanism) {
        policies.setException(ALICE, only(LoginMechanism.SCRAM_SHA_256));
        for (String name : List.of("alice", "nobody")) {
            assertThat(new Client(ATTACKER).logIn(mechanism, name, "wrong").statusLine())
                    .isEqualTo(REFUSED);
        }

        for (int i = 0; i < 5; i++) {
            assertThat(new Client(OWNER).logIn(mechanism, "alice", "secret").statusLine())
                    .isEqualTo("-ERR [AUTH] " + mechanism + " is not allowed for this account; use SCRAM-SHA-256");
        }

        assertThat(log.take().get(2)).startsWith("INFO login outcome=POLICY ").contains(" policy=mechanisms ");
        assertThat(trail.records("event", "outcome", "policy"))
                .containsExactly(
                        "login AUTH",
                        "login AUTH",
                        "login POLICY mechanisms",
                        "login POLICY mechanisms",
                        "login POLICY mechanisms",
                        "login POLICY mechanisms",
                        "login POLICY mechanisms");
        assertThat(metrics.countFor("digipoort-login-outcome-policy")).isEqualTo(5);
        // the second guess is not delayed
        assertThat(new Client(ATTACKER).logIn(mechanism, "alice", "wrong").statusLine())
                .isEqualTo(REFUSED);
    }

    @Test
    void forgetsNoGuessByALoginThatThePolicyDoesNotAllow() {
        policies.setException(ALICE, only(LoginMechanism.SCRAM_SHA_256));
        failTwice();

        assertThat(delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"))
                        .give()
                        .statusLine())
                .startsWith("-ERR [AUTH] PLAIN is not allowed");

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "wrong")).isInstanceOf(DelayedAnswer.class);
    }

    @Test
    void closesAConnectionOfTooManyLoginsThatThePolicyDoesNotAllow() {
        policies.setException(ALICE, only(LoginMechanism.SCRAM_SHA_256));
        Client client = new Client(OWNER);
        Reply reply = (Reply) client.logIn("PLAIN", "alice", "secret");
        for (int i = 0; i < 100 && !reply.isEndSession(); i++) {
            reply = (Reply) client.logIn("PLAIN", "alice", "secret");
        }

        assertThat(reply.isEndSession()).isTrue();
    }

    /** The challenge that tells of the proof is not sent then. */
    @Test
    void endsAnExchangeWhoseProofIsRightAndWhoseMechanismIsNotAllowed() {
        policies.setException(ALICE, only(LoginMechanism.PLAIN));
        Client client = new Client(OWNER);
        AuthExchange exchange = new AuthExchange(
                new SaslConversation(Mechanisms.of(List.of(
                        Mechanism.of("PROVING", InitialResponse.NOT_ALLOWED, Exposure.PROOF, ProvingServer::new)))),
                passwords,
                logins,
                new LoginAttempt("DIGEST-MD5", client.session, loginMetrics));
        exchange.start("PROVING", Optional.empty());

        assertThat(client.respond(client.base64("proof")).statusLine())
                .isEqualTo("-ERR [AUTH] DIGEST-MD5 is not allowed for this account; use PLAIN");

        assertThat(client.transport.lineHandler()).isEmpty();
    }

    /** What the client says next is a command: the exchange, whose proof was right, is over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void letsNobodyInWhereTheJudgementFails(int failures) {
        policies.setException(ALICE, AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3));
        TestCertificate server = TestCertificate.authority("server", Instant.EPOCH);
        Client client =
                new Client(new ClientTransport(OWNER).to(server.certificate()).broken(failures));
        AuthExchange exchange = new AuthExchange(
                new SaslConversation(Mechanisms.of(List.of(
                        Mechanism.of("PROVING", InitialResponse.NOT_ALLOWED, Exposure.PROOF, ProvingServer::new)))),
                passwords,
                logins,
                new LoginAttempt("DIGEST-MD5", client.session, loginMetrics));
        exchange.start("PROVING", Optional.empty());

        if (failures == 1) {
            assertThat(client.respond(client.base64("proof")).statusLine()).isEqualTo(UNAVAILABLE);
        } else {
            // to log the login fails, too
            assertThatThrownBy(() -> client.respond(client.base64("proof"))).isInstanceOf(IllegalStateException.class);
        }

        assertThat(client.transport.lineHandler()).isEmpty();
        assertThat(client.session.phase()).isNotEqualTo(Phase.TRANSACTION);
    }

    @Test
    void letsNobodyInWhoWasNotJudged() {
        Client client = new Client(OWNER);

        Answer answer = logins.enter(new LoginAttempt("PLAIN", client.session, loginMetrics), ALICE.asString());

        assertThat(answer.statusLine()).isEqualTo(UNAVAILABLE);
        assertThat(maildrops.locks().lookAll()).isEmpty();
    }

    /** So nobody gets in by a mechanism that is offered between the two looks at what is offered. */
    @Test
    void refusesAMechanismThatNoPolicyCanNameWhereThereIsAPolicy() {
        policies.setException(ALICE, only(LoginMechanism.PLAIN));
        LoginAttempt attempt = new LoginAttempt("-", new Client(OWNER).session, loginMetrics);

        assertThat(logins.proven(attempt, ALICE.asString(), Reply::ok).statusLine())
                .isEqualTo("-ERR [AUTH] This mechanism is not allowed for this account; use PLAIN");
    }

    /** Each try by a mechanism without secrets would count as a guess. */
    @Test
    void namesOnlyMechanismsThatTheRecordHasSecretsFor() {
        String refused = "-ERR [AUTH] DIGEST-MD5 is not allowed for this account";
        policies.setException(
                ALICE, AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.SCRAM_SHA_256, LoginMechanism.LOGIN)));
        assertThat(provenByDigest()).isEqualTo(refused + "; use LOGIN");

        policies.setException(ALICE, only(LoginMechanism.SCRAM_SHA_256));
        assertThat(provenByDigest())
                .isEqualTo(refused + "; send the password once by USER and PASS, then use SCRAM-SHA-256");

        new Client(OWNER).logIn("USER", "alice", "secret");
        assertThat(provenByDigest()).isEqualTo(refused + "; use SCRAM-SHA-256");
    }

    @Test
    void namesOnlyMechanismsThatNeedNoRecordWhereNoneCanBeRead() {
        String refused = "-ERR [AUTH] DIGEST-MD5 is not allowed for this account";
        recordsAreDown = true;
        policies.setException(
                ALICE, AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.SCRAM_SHA_256, LoginMechanism.LOGIN)));
        assertThat(provenByDigest()).isEqualTo(refused + "; use LOGIN");

        policies.setException(ALICE, only(LoginMechanism.SCRAM_SHA_256));
        assertThat(provenByDigest()).isEqualTo(refused + "; ask the operator");
    }

    private String provenByDigest() {
        LoginAttempt attempt = new LoginAttempt("DIGEST-MD5", new Client(OWNER).session, loginMetrics);
        return logins.proven(attempt, ALICE.asString(), Reply::ok).statusLine();
    }

    @Test
    void warnsOfAMechanismThatEndsInCapaLogAndTrailAndRefusesItFromItsDateOn() throws Exception {
        policies.setForAll(AccountPolicy.EMPTY.withRefusedFrom(LoginMechanism.PLAIN, LocalDate.of(1970, 1, 11)));
        policies.setException(BOB, AccountPolicy.EMPTY.withRefusedFrom(LoginMechanism.PLAIN, AccountPolicy.NEVER));
        users.addUser(BOB, "secret");
        try (CapturedLog warnings = CapturedLog.of(LoginPolicy.class)) {
            for (int i = 0; i < 2; i++) {
                Client client = new Client(OWNER);
                assertThat(client.capa())
                        .contains("SASL DIGEST-MD5 PLAIN LOGIN SCRAM-SHA-256")
                        .contains("X-MECHANISM-ENDS PLAIN 1970-01-11");
                assertThat(client.logIn("PLAIN", "alice", "secret").statusLine())
                        .isEqualTo(LOCKED_AND_READY);
                assertThat(client.capa()).contains("X-MECHANISM-ENDS PLAIN 1970-01-11");
                client.session.releaseMaildrop();
            }
            Client other = new Client(OWNER);
            assertThat(other.logIn("PLAIN", "bob", "secret").statusLine()).isEqualTo(LOCKED_AND_READY);
            assertThat(other.capa())
                    .as("what was announced before the login stays (RFC 2449 section 5)")
                    .contains("X-MECHANISM-ENDS PLAIN 1970-01-11");

            assertThat(warnings.take())
                    .containsExactly("WARN alice@example.org still logs in by PLAIN, which is refused from 1970-01-11"
                            + " on (docs/reference/policy.md)");
        }
        assertThat(log.take().get(0)).startsWith("INFO login outcome=OK ").contains(" refusedFrom=1970-01-11 ");
        assertThat(trail.records("outcome", "refusedFrom").get(0)).isEqualTo("OK 1970-01-11");

        clock.move(Duration.ofDays(10));

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo("-ERR [AUTH] PLAIN is refused since 1970-01-11; use DIGEST-MD5, LOGIN, SCRAM-SHA-256, USER");
        assertThat(new Client(OWNER).capa())
                .contains("SASL DIGEST-MD5 PLAIN LOGIN SCRAM-SHA-256")
                .noneMatch(line -> line.startsWith("X-"));
    }

    @Test
    void offersNoMechanismThatNoAccountMayUse() throws Exception {
        policies.setForAll(only(LoginMechanism.DIGEST_MD5));
        policies.setException(BOB, only(LoginMechanism.LOGIN));
        Client client = new Client(OWNER);

        assertThat(client.capa()).contains("SASL DIGEST-MD5 LOGIN").doesNotContain("USER");
        assertThat(client.logIn("PLAIN", "alice", "secret").statusLine()).isEqualTo("-ERR Mechanism is not offered");
    }

    /** A refusal is logged, perhaps to a file, which the event loop must not wait for. */
    @Test
    void isPromptByDigestOnlyWhereThatIsOffered() {
        assertThat(auth.isPrompt("auth digest-md5".getBytes(UTF_8))).isTrue();
        for (String line : List.of("AUTH DIGEST-MD5 AAAA", "AUTH PLAIN", "AUTH")) {
            assertThat(auth.isPrompt(line.getBytes(UTF_8))).as(line).isFalse();
        }

        policies.setForAll(only(LoginMechanism.PLAIN));

        assertThat(auth.isPrompt("AUTH DIGEST-MD5".getBytes(UTF_8))).isFalse();
    }

    @Test
    void needsTheCertificateOfTheAccountWhereThePolicySaysSo() throws Exception {
        policies.setException(ALICE, AccountPolicy.EMPTY.withClientCertificate(ClientCertificateRule.REQUIRED));
        users.addUser(BOB, "secret");
        TestCertificate authority = TestCertificate.authority("authority", Instant.EPOCH);

        assertThat(new Client(OWNER).logIn("USER", "alice", "secret").statusLine())
                .isEqualTo("-ERR [AUTH] This account needs its client certificate, and none was sent");
        for (String other : List.of("bob@example.org", "nobody@example.org")) {
            assertThat(showing(authority, other)
                            .logIn("USER", "alice", "secret")
                            .statusLine())
                    .isEqualTo("-ERR [AUTH] This account needs its client certificate, and this one is not its own");
        }
        assertThat(new Client(OWNER).logIn("USER", "bob", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
        assertThat(showing(authority, "alice@example.org")
                        .logIn("USER", "alice", "secret")
                        .statusLine())
                .isEqualTo(LOCKED_AND_READY);
    }

    private Client showing(TestCertificate authority, String mailAddress) {
        TestCertificate shown = authority.signed("client", Instant.EPOCH, mailAddress);
        return new Client(new ClientTransport(OWNER).showing(shown.certificate()));
    }

    @Test
    void needsTheVersionOfTlsThatThePolicyNames() {
        policies.setException(ALICE, AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_3));
        TestCertificate server = TestCertificate.authority("server", Instant.EPOCH);
        ClientTransport old = new ClientTransport(OWNER).to(server.certificate());
        ClientTransport current =
                new ClientTransport(OWNER).to(server.certificate()).by("TLSv1.3");

        assertThat(new Client(old).logIn("USER", "alice", "secret").statusLine())
                .isEqualTo("-ERR [AUTH] This account needs TLSv1.3, this is TLSv1.2");
        assertThat(new Client(current).logIn("USER", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
    }

    /** The old versions where the operator allows them (tls/allowOldProtocols), as for a business that has nothing newer. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1,'-ERR [AUTH] This account needs TLSv1.2, this is TLSv1'",
        "TLSv1.1,'-ERR [AUTH] This account needs TLSv1.2, this is TLSv1.1'",
        "TLSv1.2," + LOCKED_AND_READY,
        "TLSv1.3," + LOCKED_AND_READY,
    })
    void needsTls12WhereThePolicyNamesIt(String version, String answer) {
        policies.setException(ALICE, AccountPolicy.EMPTY.withLeastTls(LeastTls.TLS_1_2));
        TestCertificate server = TestCertificate.authority("server", Instant.EPOCH);
        ClientTransport transport =
                new ClientTransport(OWNER).to(server.certificate()).by(version);

        assertThat(new Client(transport).logIn("USER", "alice", "secret").statusLine())
                .isEqualTo(answer);
    }

    private static AccountPolicy only(LoginMechanism mechanism) {
        return AccountPolicy.EMPTY.withMechanisms(Set.of(mechanism));
    }

    /** The JDK's server does not say which user it refuses. */
    @Test
    void refusesByAMechanismThatIsNotOursWithoutAName() throws Exception {
        SaslServer cramMd5 = Sasl.createSaslServer("CRAM-MD5", "pop", "pop.example.org", Map.of(), callbacks -> {});
        Mechanisms foreign = Mechanisms.of(
                List.of(Mechanism.of("CRAM-MD5", InitialResponse.NOT_ALLOWED, Exposure.PROOF, () -> cramMd5)));
        Client client = new Client(ATTACKER);
        AuthExchange exchange = new AuthExchange(
                new SaslConversation(foreign),
                passwords,
                logins,
                new LoginAttempt("CRAM-MD5", client.session, loginMetrics));

        exchange.start("CRAM-MD5", Optional.empty());
        Answer reply = client.respond(client.base64("alice " + "0".repeat(32)));

        assertThat(reply.statusLine()).isEqualTo(REFUSED);
        assertThat(log.take())
                .singleElement()
                .asString()
                .startsWith("INFO login outcome=AUTH ")
                .endsWith(" user=-");
    }

    @Test
    void tellsTroubleWithTheRecordsFromAWrongPassword() {
        recordsAreDown = true;

        Answer reply = new Client(ATTACKER).logIn("DIGEST-MD5", "alice", "wrong");

        assertThat(reply.statusLine()).isEqualTo(UNAVAILABLE);
        assertThat(outcomes()).containsExactly("SYS/TEMP");
    }

    @Test
    void notesTheLoginThatCameToTheMaildropAndNoOther() {
        assertThat(new Client(ATTACKER).logIn("PLAIN", "alice", "wrong").statusLine())
                .isEqualTo(REFUSED);
        assertThat(activity.of(ALICE)).isEqualTo(Activity.NONE);
        assertThat(useLog.of(ALICE)).isEqualTo(Uses.NONE);

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .startsWith("+OK");
        assertThat(new Client(ATTACKER).logIn("PLAIN", "alice", "secret").statusLine())
                .startsWith("-ERR [IN-USE]");

        assertThat(activity.of(ALICE).lastLogin().map(Activity.Login::client)).contains(OWNER);
        assertThat(activity.of(ALICE).lastRetrieval()).isEmpty();
        assertThat(useLog.of(ALICE).asMap()).containsOnlyKeys(Use.PLAIN);
        assertThat(useLog.of(ALICE).asMap().get(Use.PLAIN).client()).isEqualTo(OWNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIGEST-MD5", "PLAIN", "LOGIN", "USER"})
    void holdsTheAnswerWhenTwoGuessesFailedWhateverTheMechanism(String mechanism) {
        for (String name : List.of("alice", "Alice@Example.org", "nobody", "NOBODY@example.org")) {
            assertThat(new Client(ATTACKER).logIn(mechanism, name, "wrong").statusLine())
                    .as(name)
                    .isEqualTo(REFUSED);
        }

        for (String name : List.of("alice@example.org", "nobody@example.org")) {
            DelayedAnswer held = delayed(new Client(OWNER).logIn(mechanism, name, "wrong"));
            assertThat(held.delay()).isEqualTo(Duration.ofSeconds(7));
            assertThat(held.give().statusLine()).isEqualTo(REFUSED);
        }
        assertThat(outcomes()).hasSize(6).containsOnly("AUTH");
        assertThat(trail.records("event", "outcome")).hasSize(6).containsOnly("login AUTH");
    }

    @Test
    void turnsAwayRightAndWrongAlikeWhenTheAddressHasNoPlaceLeft() {
        failTwice();
        for (String password : List.of("wrong", "secret")) {
            assertThat(new Client(ATTACKER).logIn("PLAIN", "alice", password)).isInstanceOf(DelayedAnswer.class);
        }
        log.take();
        lookups = 0;

        for (String mechanism : List.of("PLAIN", "LOGIN", "USER")) {
            for (String password : List.of("wrong", "secret")) {
                Answer reply = new Client(ATTACKER).logIn(mechanism, "alice", password);

                assertThat(reply).isInstanceOf(Reply.class);
                assertThat(reply.statusLine()).isEqualTo(BUSY);
                assertThat(reply.isEndSession()).isTrue();
            }
        }
        assertThat(lookups).as("passwords that were hashed").isZero();
        assertThat(log.take())
                .hasSize(6)
                .allMatch(line -> line.contains("outcome=BUSY ") && line.endsWith(" user=\"alice\""));
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret")).isInstanceOf(DelayedAnswer.class);
    }

    @Test
    void givesThePlaceBackWhenTheAnswerIsGivenOrTheClientIsGone() {
        failTwice();
        log.take();

        for (int i = 0; i < 5; i++) {
            Answer given = new Client(ATTACKER).logIn("PLAIN", "alice", "wrong");
            Answer dropped = new Client(ATTACKER).logIn("PLAIN", "alice", "wrong");
            assertThat(delayed(given).give().statusLine()).isEqualTo(REFUSED);
            dropped.close();
        }

        assertThat(outcomes())
                .containsExactly(
                        "AUTH",
                        "ABANDONED",
                        "AUTH",
                        "ABANDONED",
                        "AUTH",
                        "ABANDONED",
                        "AUTH",
                        "ABANDONED",
                        "AUTH",
                        "ABANDONED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void answersWhenThePasswordIsHashedAndNotBefore(String mechanism) throws Exception {
        QueueingExecutor thread = new QueueingExecutor();
        wireToHashOn(thread);
        List<String> ready = new ArrayList<>();
        Answer right = new Client(OWNER).logIn(mechanism, "alice", "secret");
        Answer wrong = new Client(ATTACKER).logIn(mechanism, "alice", "wrong");
        delayed(right).whenReady(() -> ready.add("right"));
        delayed(wrong).whenReady(() -> ready.add("wrong"));
        assertThat(lookups).isZero();
        assertThat(ready).isEmpty();

        thread.runAll();

        assertThat(ready).containsExactly("right", "wrong");
        assertThat(outcomes()).isEmpty();
        assertThat(delayed(right).give().statusLine()).isEqualTo(LOCKED_AND_READY);
        assertThat(delayed(wrong).give().statusLine()).isEqualTo(REFUSED);
        assertThat(outcomes()).containsExactly("OK", "AUTH");
    }

    @Test
    void queuesNoHashForWhatHoldsNoPassword() throws Exception {
        wireToHashOn(new QueueingExecutor());
        Client client = new Client(OWNER);

        assertThat(client.logIn("DIGEST-MD5", "alice", "wrong").statusLine()).isEqualTo(REFUSED);
        assertThat(client.begin("PLAIN").statusLine()).isEqualTo("+ ");
        assertThat(client.respond("*").statusLine()).isEqualTo("-ERR Authentication cancelled");
        assertThat(client.begin("LOGIN").statusLine()).startsWith("+ ");
        assertThat(client.respond(client.base64("alice")).statusLine()).startsWith("+ ");
        assertThat(client.respond("*").statusLine()).isEqualTo("-ERR Authentication cancelled");
        assertThat(client.begin("CRAM-MD5 AAAA").statusLine()).isEqualTo("-ERR Mechanism is not offered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void hashesNothingForAClientThatHasGone(String mechanism) throws Exception {
        QueueingExecutor thread = new QueueingExecutor();
        wireToHashOn(thread);
        for (int i = 0; i < 10; i++) {
            Client client = new Client(ATTACKER);
            Answer reply = client.logIn(mechanism, "alice", "secret");
            reply.close();
            client.leave();
        }

        thread.runAll();

        assertThat(lookups).isZero();
        assertThat(outcomes()).hasSize(10).containsOnly("ABANDONED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void keepsNoPlaceOfAClientThatLeavesWhileItsPasswordIsHashed(String mechanism) throws Exception {
        QueueingExecutor thread = new QueueingExecutor();
        wireToHashOn(thread);
        for (int i = 0; i < 2; i++) {
            Answer reply = new Client(ATTACKER).logIn(mechanism, "alice", "wrong");
            thread.runAll();
            assertThat(delayed(reply).give().statusLine()).isEqualTo(REFUSED);
        }
        outcomes();
        for (int i = 0; i < 5; i++) {
            Client client = new Client(ATTACKER);
            Answer reply = client.logIn(mechanism, "alice", "wrong");
            duringLookup = () -> {
                reply.close();
                client.leave();
            };
            thread.runAll();
        }
        duringLookup = () -> {};

        assertThat(outcomes()).hasSize(5).containsOnly("ABANDONED");
        Answer reply = new Client(ATTACKER).logIn(mechanism, "alice", "wrong");
        thread.runAll();
        assertThat(delayed(reply).give()).isInstanceOf(DelayedAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "USER"})
    void turnsAwayUnhashedWhoseNetworkHasAllPlacesOrWhoWaitsForTooLong(String mechanism) throws Exception {
        QueueingExecutor thread = new QueueingExecutor();
        wireToHashOn(thread);
        List<DelayedAnswer> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(delayed(new Client(ATTACKER).logIn(mechanism, "alice", "wrong")));
        }
        for (String name : List.of("alice", "nobody")) {
            for (String password : List.of("secret", "wrong")) {
                Answer oneTooMany = new Client(ATTACKER).logIn(mechanism, name, password);
                assertThat(oneTooMany.statusLine()).isEqualTo(BUSY);
                assertThat(oneTooMany.isEndSession()).isTrue();
            }
        }
        assertThat(new Client(OWNER).logIn(mechanism, "alice", "secret")).isInstanceOf(DelayedAnswer.class);

        assertThat(waiting).allMatch(answer -> answer.give().statusLine().equals(BUSY));
        assertThat(new Client(ATTACKER).logIn(mechanism, "alice", "wrong")).isInstanceOf(DelayedAnswer.class);
        assertThat(lookups).isZero();
        assertThat(outcomes()).hasSize(7).containsOnly("BUSY");
    }

    private void failTwice() {
        for (int i = 0; i < 2; i++) {
            assertThat(new Client(ATTACKER).logIn("PLAIN", "alice", "wrong").statusLine())
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    void waitsForMemoryToReadAMessageForItsSize() throws Exception {
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        Reservation other = budget.reserve(100);
        Client client = new Client(OWNER);

        DelayedAnswer held = delayed(client.logIn("PLAIN", "alice", "secret"));

        assertThat(client.session.phase()).isNotEqualTo(Phase.TRANSACTION);
        assertThat(outcomes()).isEmpty();
        other.close();
        assertThat(held.give().statusLine()).isEqualTo("+OK Maildrop locked and ready");
        assertThat(client.session.phase()).isEqualTo(Phase.TRANSACTION);
        assertThat(client.session.maildrop().snapshot().octets()).isEqualTo(17);
        assertThat(outcomes()).containsExactly("OK");
        assertThat(trail.records(
                        "event",
                        "address",
                        "port",
                        "mechanism",
                        "user",
                        "maildrop",
                        "fence",
                        "outcome",
                        "messages",
                        "size"))
                .containsExactly("login " + OWNER + " 51234 PLAIN alice@example.org alice@example.org 1 OK 1 17");
    }

    @Test
    void refusesAndFreesTheMaildropWhenMemoryDoesNotComeInTime() throws Exception {
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        Reservation other = budget.reserve(100);
        DelayedAnswer held = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));

        assertThat(held.give().statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Too many large messages are under way, try again later");

        other.close();
        assertThat(outcomes()).containsExactly("SYS/TEMP");
        assertThat(maildrops.open(ALICE).snapshot().count()).isEqualTo(1);
    }

    @Test
    void freesTheMaildropOfAClientThatLeavesWhileItWaits() throws Exception {
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        Reservation other = budget.reserve(100);
        DelayedAnswer held = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));

        held.drop();

        other.close();
        assertThat(outcomes()).containsExactly("ABANDONED");
        assertThat(maildrops.open(ALICE).snapshot().count()).isEqualTo(1);
    }

    /** The thread of the test is the only one, so a login that kept it would leave none for the others. */
    @Test
    void keepsNoThreadWhileLoginsWaitForADelivery() throws Exception {
        users.addUser(Username.of("bob@example.org"), "secret");
        OwnedLease delivery = maildrops.leases().forDelivery(ALICE, "Mail1").orElseThrow();
        List<Integer> ready = new ArrayList<>();
        List<DelayedAnswer> waiting = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            waiting.add(delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret")));
            waiting.get(i).whenReady(() -> ready.add(number));
        }

        assertThat(new Client(OWNER).logIn("PLAIN", "bob", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
        assertThat(ready).isEmpty();
        delivery.release();

        assertThat(ready).containsExactly(0);
        assertThat(waiting.get(0).give().statusLine()).isEqualTo(LOCKED_AND_READY);
        assertThat(ready).containsExactly(0, 1);
        for (int i = 1; i < 64; i++) {
            assertThat(waiting.get(i).give().statusLine()).startsWith("-ERR [IN-USE] ");
        }
        assertThat(outcomes()).startsWith("OK", "OK", "IN-USE").hasSize(65);
    }

    @Test
    void leavesTheLineOfTheMaildropForAClientThatLeavesWhileItWaits() {
        OwnedLease delivery = maildrops.leases().forDelivery(ALICE, "Mail1").orElseThrow();
        DelayedAnswer gone = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));
        DelayedAnswer next = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));

        gone.drop();
        delivery.release();

        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(next.give().statusLine()).isEqualTo(LOCKED_AND_READY);
        assertThat(outcomes()).containsExactly("ABANDONED", "OK");
    }

    @Test
    void refusesALoginWhenTheDeliveryDoesNotEndInTime() {
        OwnedLease delivery = maildrops.leases().forDelivery(ALICE, "Mail1").orElseThrow();
        DelayedAnswer waiting = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));
        assertThat(waiting.delay()).isEqualTo(Duration.ofSeconds(5));

        maildrops.locks().pass(Duration.ofSeconds(5));

        assertThat(waiting.give().statusLine()).startsWith("-ERR [IN-USE] ");
        delivery.release();
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
    }

    /** Another node has the lock, so nobody here can tell when it is free. */
    @Test
    void asksAgainAfterAPauseWhileADeliveryOfAnotherNodeGoesOn() {
        LeaseHolder elsewhere = LeaseHolder.of(HolderKind.DELIVERY, "other-node", "Mail1");
        Lease lease = maildrops.locks().store().acquire(ALICE, elsewhere).orElseThrow();
        DelayedAnswer first = delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret"));

        assertThat(first.delay()).isEqualTo(Duration.ofMillis(25));
        DelayedAnswer second = delayed(first.give());
        maildrops.locks().store().release(lease);

        assertThat(second.give().statusLine()).isEqualTo(LOCKED_AND_READY);
    }

    /** SCRAM shows the salt of a name to whoever asks for it. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "*                                 | -ERR Authentication cancelled",
                "?                                 | -ERR Response is malformed",
                "Yz1iaXdz                          | -ERR Response is malformed",
                "Yz1iaXdzLHI9eCxwPUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9"
                        + " | -ERR Response does not fit the challenge",
                "-                                 | -",
            })
    void countsAsAGuessHoweverAScramExchangeEndsThatWasShownASalt(String last, String answer) throws Exception {
        users.addUser(Username.of("bob@example.org"), "secret");
        for (int i = 0; i < 2; i++) {
            Client client = new Client(ATTACKER);
            String first = client.base64("n,,n=" + (i == 0 ? "Alice" : "alice@example.org") + ",r=abc");
            assertThat(client.begin("SCRAM-SHA-256 " + first).statusLine()).startsWith("+ ");

            if (last == null) {
                client.leave();
            } else {
                assertThat(client.respond(last).statusLine()).isEqualTo(answer);
            }
        }

        assertThat(log.take())
                .hasSize(2)
                .allMatch(line -> line.startsWith("INFO login outcome=AUTH "))
                .last()
                .asString()
                .endsWith("mechanism=SCRAM-SHA-256 session=6f1c9a user=\"alice@example.org\"");
        assertThat(trail.records("event", "outcome", "user"))
                .containsExactly("login AUTH Alice", "login AUTH alice@example.org");
        assertThat(counted("outcome-auth")).containsExactly(2);
        assertThat(delayed(new Client(OWNER).logIn("PLAIN", "alice", "wrong")).delay())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(new Client(OWNER).logIn("PLAIN", "bob", "wrong").statusLine())
                .isEqualTo(REFUSED);
    }

    @Test
    void tellsThatSomebodyMayBeBetweenTheTwoEnds() throws Exception {
        ClientTransport bound = new ClientTransport(ATTACKER)
                .to(TestCertificate.ec("localhost", Instant.EPOCH).certificate());
        try (CapturedLog warnings = CapturedLog.of(AuthExchange.class)) {
            Client cut = new Client(bound);
            assertThat(cut.begin("SCRAM-SHA-256 " + cut.base64("y,,n=Alice,r=abc"))
                            .statusLine())
                    .isEqualTo("-ERR Response does not fit the challenge");
            Client other = new Client(bound);
            other.begin("SCRAM-SHA-256-PLUS " + other.base64("p=tls-server-end-point,,n=alice,r=abc"));
            assertThat(other.respond(other.base64("c=" + other.base64("p=tls-server-end-point,,x") + ",r=abcnonce,p="
                                    + "A".repeat(43) + "="))
                            .statusLine())
                    .isEqualTo("-ERR Response does not fit the challenge");

            assertThat(warnings.take())
                    .containsExactly(
                            "WARN Somebody may be between a client and this server: the client was not shown that channel binding is offered",
                            "WARN Somebody may be between a client and this server: the channel binding is not that of this connection");
        }
        assertThat(trail.records("event", "outcome", "user"))
                .containsExactly("login BINDING Alice", "login BINDING alice");
        assertThat(outcomes()).containsExactly("BINDING", "BINDING");
        assertThat(counted("outcome-binding", "outcome-malformed")).containsExactly(2, 0);
    }

    @Test
    void countsNoGuessWhenAScramExchangeEndsBeforeAnAccountIsLookedUp() {
        for (int i = 0; i < 3; i++) {
            Client client = new Client(ATTACKER);
            client.begin("SCRAM-SHA-256");
            client.respond("*");
        }

        assertThat(outcomes()).containsExactly("CANCELLED", "CANCELLED", "CANCELLED");
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "wrong").statusLine())
                .isEqualTo(REFUSED);
    }

    @Test
    void countsHowLoginsEndAndByWhichMechanismClientsGetIn() {
        new Client(OWNER).logIn("PLAIN", "alice", "wrong");
        new Client(OWNER).begin("CRAM-MD5");
        new Client(OWNER).logIn("LOGIN", "alice", "secret");
        new Client(OWNER).logIn("USER", "alice", "secret");

        assertThat(outcomes()).containsExactly("AUTH", "UNSUPPORTED", "OK", "IN-USE");
        assertThat(counted("outcome-auth", "outcome-unsupported", "outcome-ok", "outcome-in-use"))
                .containsOnly(1);
        assertThat(counted("outcome-sys-temp", "outcome-malformed", "outcome-busy", "outcome-abandoned"))
                .containsOnly(0);
        assertThat(counted("mechanism-login", "mechanism-plain", "mechanism-user", "mechanism-digest-md5"))
                .containsExactly(1, 0, 0, 0);
    }

    private List<Integer> counted(String... names) {
        return Stream.of(names)
                .map(name -> metrics.countFor("digipoort-login-" + name))
                .toList();
    }

    @Test
    void refusesALoginTooSoonAfterTheLastOneAndFreesTheMaildrop() throws Exception {
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
        assertThat(new Client(OWNER).logIn("USER", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
        maildrops.locks().lookAll().forEach(lock -> maildrops.locks().breakLock(lock.maildrop(), lock.fence()));
        outcomes();

        clock.move(Duration.ofSeconds(59));
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo(TOO_SOON);
        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "wrong").statusLine())
                .isEqualTo(REFUSED);
        clock.move(Duration.ofSeconds(1));
        assertThat(new Client(OWNER).logIn("LOGIN", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);

        assertThat(outcomes()).containsExactly("LOGIN-DELAY", "AUTH", "OK");
        assertThat(trail.records("outcome")).containsExactly("OK", "LOGIN-DELAY", "AUTH", "OK");
    }

    @Test
    void countsNoLoginThatDidNotSucceed() throws Exception {
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
        OpenMaildrop other = maildrops.open(ALICE);
        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .startsWith("-ERR [IN-USE] ");
        other.release();
        maildrops.mailboxes().append(ALICE, "Subject: x\r\n\r\nx\r\n");
        try (Reservation taken = budget.reserve(100)) {
            assertThat(taken.isGranted()).isTrue();
            delayed(new Client(OWNER).logIn("PLAIN", "alice", "secret")).give();
        }

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);

        assertThat(outcomes()).containsExactly("IN-USE", "SYS/TEMP", "OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sinceCountedLogin", "countLogin"})
    void letsNobodyInWhereTheTimeOfTheLastLoginCannotBeHad(String broken) {
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
        brokenMethod = broken;

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Maildrop cannot be opened now, try again later");

        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(outcomes()).containsExactly("SYS/TEMP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sinceCountedLogin", "countLogin"})
    void freesTheMaildropWhenALoginEndsInAnError(String method) {
        limits.setExceptions(ALICE, TestLimits.loginDelay(60));
        methodWithError = method;

        assertThatThrownBy(() -> new Client(OWNER).logIn("PLAIN", "alice", "secret"))
                .isInstanceOf(StackOverflowError.class);

        assertThat(maildrops.locks().lookAll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sinceCountedLogin", "countLogin"})
    void asksNothingWhereThereIsNoDelay(String broken) {
        brokenMethod = broken;

        assertThat(new Client(OWNER).logIn("PLAIN", "alice", "secret").statusLine())
                .isEqualTo(LOCKED_AND_READY);
    }

    private List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        log.take().forEach(line -> outcomes.add(line.replaceAll(".* outcome=(\\S+) .*", "$1")));
        return outcomes;
    }

    private final class Client {
        private final ClientTransport transport;
        private final DigipoortSession session;

        private Client(String address) {
            this(new ClientTransport(address));
        }

        private Client(ClientTransport transport) {
            this.transport = transport;
            session = new DigipoortSession(transport, new ProtocolConfigurationImpl("test") {});
        }

        /** With DIGEST-MD5 the proof is wrong in any case. */
        Answer logIn(String mechanism, String name, String password) {
            return switch (mechanism) {
                case "USER" -> {
                    session.announce(name);
                    yield (Answer) pass.onCommand(session, command("PASS " + password));
                }
                case "PLAIN" -> begin("PLAIN " + base64("\0" + name + "\0" + password));
                case "LOGIN" -> {
                    begin("LOGIN " + base64(name));
                    yield respond(base64(password));
                }
                default -> {
                    begin("DIGEST-MD5");
                    yield respond(base64("username=\"" + name + "\",realm=\"example.org\",nonce=\"nonce\",nc=00000001,"
                            + "cnonce=\"c\",digest-uri=\"pop/pop.example.org\",response=" + "0".repeat(32)));
                }
            };
        }

        private List<String> capa() throws IOException {
            transport.startTls();
            try (MultiLineReply reply = (MultiLineReply) capa.onCommand(session, command("CAPA"))) {
                return new String(reply.body().stream().readAllBytes(), UTF_8)
                        .lines()
                        .toList();
            }
        }

        /** As a connection that ends does. */
        private void leave() {
            if (transport.lineHandler().isPresent()) {
                session.popLineHandler();
            }
        }

        private Answer begin(String arguments) {
            return (Answer) auth.onCommand(session, command("AUTH " + arguments));
        }

        @SuppressWarnings("unchecked")
        private Answer respond(String line) {
            LineHandler<? extends ProtocolSession> inFront =
                    transport.lineHandler().orElseThrow();
            byte[] octets = line.getBytes(ISO_8859_1);
            try {
                return (Answer) ((LineHandler<DigipoortSession>) inFront).onLine(session, octets);
            } finally {
                // As the connection does, because it may be a password.
                Arrays.fill(octets, (byte) 0);
            }
        }

        private CommandLine command(String line) {
            return CommandLine.parse(line.getBytes(UTF_8)).orElseThrow();
        }

        private String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        }
    }

    /** Takes every second message for Alice's proof, and has something to say to it. */
    private static final class ProvingServer implements SaslServer {
        private int messages;

        @Override
        public String getMechanismName() {
            return "PROVING";
        }

        @Override
        public byte[] evaluateResponse(byte[] response) {
            messages++;
            return "data".getBytes(UTF_8);
        }

        @Override
        public boolean isComplete() {
            return messages == 2;
        }

        @Override
        public String getAuthorizationID() {
            return ALICE.asString();
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new IllegalStateException();
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new IllegalStateException();
        }

        @Override
        public Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
            // it keeps nothing
        }
    }

    /** Runs its tasks only when a test says so. */
    private static final class QueueingExecutor extends AbstractExecutorService {
        private final Deque<Runnable> tasks = new ArrayDeque<>();

        private void runAll() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void shutdown() {
            tasks.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
