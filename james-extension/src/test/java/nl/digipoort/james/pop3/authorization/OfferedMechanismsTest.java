// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.NonceSource;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.tls.ClientAuthMode;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.Test;

class OfferedMechanismsTest {
    @Test
    void offersWhatTheOperatorNames() throws ConfigurationException {
        OfferedMechanisms offered = offered(TestUsers.inMemory(), "LOGIN", "DIGEST-MD5");

        assertThat(offered.underTls(session(new ClientTransport("192.0.2.1"))).names())
                .containsExactly("LOGIN", "DIGEST-MD5");
        assertThat(offered.announcedInClear().names()).containsExactly("DIGEST-MD5");
    }

    @Test
    void leavesDigestMd5OutWhenThereCanBeNoRecords() throws ConfigurationException {
        try (CapturedLog log = CapturedLog.of(OfferedMechanisms.class)) {
            OfferedMechanisms offered = offered(TestUsers.readOnly(), "DIGEST-MD5", "PLAIN");

            assertThat(offered.underTls(session(new ClientTransport("192.0.2.1")))
                            .names())
                    .containsExactly("PLAIN");
            assertThat(offered.underTls(session(new ClientTransport("192.0.2.1")))
                            .find("DIGEST-MD5"))
                    .isEmpty();
            assertThat(offered.announcedInClear().names()).isEmpty();
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .startsWith("WARN DIGEST-MD5 is not offered: James only reads its users");
        }
    }

    @Test
    void saysNothingOfRecordsWhenDigestMd5IsNotNamed() throws ConfigurationException {
        try (CapturedLog log = CapturedLog.of(OfferedMechanisms.class)) {
            assertThat(offered(TestUsers.readOnly(), "PLAIN")
                            .underTls(session(new ClientTransport("192.0.2.1")))
                            .names())
                    .containsExactly("PLAIN");
            assertThat(offered(TestUsers.readOnly())
                            .underTls(session(new ClientTransport("192.0.2.1")))
                            .names())
                    .isEmpty();

            assertThat(log.take()).isEmpty();
        }
    }

    @Test
    void offersExternalToWhoHasShownACertificateAndNeverInClear() throws ConfigurationException {
        TestCertificate shown = TestCertificate.ec("alice", Clock.systemUTC().instant());

        OfferedMechanisms offered = offered(TestUsers.inMemory(), "PLAIN");

        assertThat(offered.underTls(session(new ClientTransport("192.0.2.1").showing(shown.certificate())))
                        .names())
                .containsExactly("PLAIN", "EXTERNAL");
        assertThat(offered.announcedInClear().names()).isEmpty();
    }

    @Test
    void offersScramPlusWhereTheConnectionHasSomethingToBindTo() throws Exception {
        ClientTransport bound = new ClientTransport("192.0.2.1")
                .to(TestCertificate.ec("localhost", Clock.systemUTC().instant()).certificate());

        OfferedMechanisms offered = offered(TestUsers.inMemory(), "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN");

        assertThat(offered.underTls(session(bound)).names())
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN");
        assertThat(offered.underTls(session(new ClientTransport("192.0.2.1"))).names())
                .containsExactly("SCRAM-SHA-256", "PLAIN");
        assertThat(offered.announcedInClear().names()).containsExactly("SCRAM-SHA-256");
    }

    /** GNU SASL would choose -PLUS and fail. The connection here can export nothing. */
    @Test
    void offersNoScramPlusOnTls13WithoutItsDefaultBinding() throws Exception {
        ClientTransport bound = new ClientTransport("192.0.2.1")
                .to(TestCertificate.ec("localhost", Clock.systemUTC().instant()).certificate())
                .by("TLSv1.3");

        assertThat(offered(TestUsers.inMemory(), "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")
                        .underTls(session(bound))
                        .names())
                .containsExactly("SCRAM-SHA-256");
        try (CapturedLog log = CapturedLog.of(OfferedMechanisms.class)) {
            OfferedMechanisms alone = offered(TestUsers.inMemory(), "SCRAM-SHA-256-PLUS", "PLAIN");
            for (int i = 0; i < 2; i++) {
                assertThat(alone.underTls(session(bound)).names()).containsExactly("PLAIN");
            }
            assertThat(log.take())
                    .containsExactly("WARN SCRAM is not offered to a client: SCRAM-SHA-256-PLUS alone is named,"
                            + " and its connection has no channel binding; name SCRAM-SHA-256, too");
        }
    }

    @Test
    void takesTheFlagOfAClientThatCouldBindUnlessScramPlusIsOffered() throws Exception {
        ClientTransport bound = new ClientTransport("192.0.2.1")
                .to(TestCertificate.ec("localhost", Clock.systemUTC().instant()).certificate());

        assertThat(firstAnswer(offered(TestUsers.inMemory(), "SCRAM-SHA-256"), bound, "y,,n=a,r=b"))
                .startsWith("r=b");
        assertThatThrownBy(() -> firstAnswer(
                        offered(TestUsers.inMemory(), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"), bound, "y,,n=a,r=b"))
                .hasMessage("the client was not shown that channel binding is offered");
    }

    private static String firstAnswer(OfferedMechanisms offered, ClientTransport transport, String first)
            throws Exception {
        return new String(
                offered.underTls(session(transport))
                        .find("SCRAM-SHA-256")
                        .orElseThrow()
                        .newServer()
                        .evaluateResponse(first.getBytes(UTF_8)),
                UTF_8);
    }

    @Test
    void leavesScramOutWithDigestMd5WhenThereCanBeNoRecords() throws ConfigurationException {
        OfferedMechanisms offered =
                offered(TestUsers.readOnly(), "DIGEST-MD5", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "LOGIN");

        assertThat(offered.underTls(session(new ClientTransport("192.0.2.1"))).names())
                .containsExactly("LOGIN");
    }

    @Test
    void refusesToStartWhenNothingIsLeft() {
        assertThatThrownBy(() -> offered(TestUsers.readOnly(), "DIGEST-MD5"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: digipoort.authentication.mechanisms names DIGEST-MD5 alone,"
                        + " which cannot be served: James only reads its users");
    }

    private static OfferedMechanisms offered(UsersRepository users, String... names) throws ConfigurationException {
        String mechanisms = "<mechanism>" + String.join("</mechanism><mechanism>", names) + "</mechanism>";
        String xml = "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName></hostNames>"
                + "<credentialKey>k</credentialKey><mechanisms>" + (names.length == 0 ? "" : mechanisms)
                + "</mechanisms></authentication></root>";
        AuthenticationSettings settings = AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(UTF_8))),
                "authentication"));
        CredentialRecords records = new CredentialRecords(
                new MemoryRecordStore(),
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
        Accounts accounts = new Accounts(users, TestEntitlements.of(users), settings);
        return new OfferedMechanisms(
                settings,
                new JamesPasswordVerifier(accounts, users, records, password -> {}),
                new RecordedDigestSecrets(accounts, records),
                new RecordedScramSecrets(accounts, records),
                records,
                NonceSource.random(new SecureRandom()),
                new ClientCertificates(settings, accounts, users, ClientAuthMode.WANT),
                TestPolicies.inMemory());
    }

    private static DigipoortSession session(ClientTransport transport) {
        return new DigipoortSession(transport, new ProtocolConfigurationImpl("x") {});
    }
}
