// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Locale;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.TestEntitlements;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.ExternalIdentity;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.tls.ClientAuthMode;
import nl.digipoort.james.tls.Fingerprint;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificatesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final TestCertificate AUTHORITY = TestCertificate.authority("authority", NOW);

    private final UsersRepository users = TestUsers.inMemory();
    private String served = "example.org";
    private ClientAuthMode asked = ClientAuthMode.WANT;

    @BeforeEach
    void addUsers() throws Exception {
        users.addUser(Username.of("alice@example.org"), "secret");
        users.addUser(Username.of("bob@example.org"), "secret");
    }

    @Test
    void knowsNobodyWithoutACertificate() throws Exception {
        assertThat(certificates("").identity(session(new ClientTransport("192.0.2.1"))))
                .isEmpty();
    }

    /** Which a TLS session says with an exception. */
    @Test
    void looksForNoneWhereNoClientIsAskedForOne() throws Exception {
        asked = ClientAuthMode.NONE;

        assertThat(certificates("")
                        .identity(session(new ClientTransport("192.0.2.1")
                                .showing(certificate("alice@example.org").certificate()))))
                .isEmpty();
    }

    @Test
    void takesTheOneUserThatTheCertificateNamesInAnyCase() throws Exception {
        ExternalIdentity identity = identity("", certificate("Alice@Example.ORG", "nobody@example.net"));

        assertThat(identity.account()).contains("alice@example.org");
        assertThat(identity.denotes("ALICE@example.org", "alice@example.org")).isTrue();
        assertThat(identity.denotes("bob@example.org", "alice@example.org")).isFalse();
        assertThat(identity.name()).isEqualTo("CN=alice@example.org");
    }

    @Test
    void takesNobodyWhereItNamesNoUserOrTwoOrOnlyInItsSubject() throws Exception {
        assertThat(identity("", certificate("carol@example.org")).account()).isEmpty();
        assertThat(identity("", certificate("alice@example.org", "bob@example.org"))
                        .account())
                .isEmpty();
        assertThat(identity("", certificate()).account()).isEmpty();
    }

    @Test
    void takesNobodyInADomainThatJamesDoesNotServe() throws Exception {
        TestCertificate shown = certificate("alice@example.org");
        assertThat(identity("", shown).account()).isPresent();

        served = "example.net";

        assertThat(identity("", shown).account()).isEmpty();
    }

    @Test
    void goesByTheTableBeforeTheNamesOfTheCertificate() throws Exception {
        TestCertificate shown = certificate("alice@example.org");
        String bySubject = "<user><subject>cn=Alice@example.org</subject><name>bob@example.org</name></user>";
        String byFingerprint =
                "<user><sha256>" + Fingerprint.of(shown.certificate()).toUpperCase(Locale.ROOT)
                        + "</sha256><name>nobody@example.org</name></user>";

        assertThat(identity(bySubject, shown).account()).contains("bob@example.org");
        assertThat(identity(bySubject + byFingerprint, shown).account()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<user><name>a</name></user>|externalUsers.user(1).subject must stand there, or sha256",
                "<user><subject>CN=a</subject></user>|externalUsers.user(1).name is missing",
                "<user><subject>alice</subject><name>a</name></user>|user(1).subject is 'alice'",
                "<user><sha256>12</sha256><name>a</name></user>|user(1).sha256 is '12'; allowed: 64 hexadecimal digits",
                "<user><subject>CN=a</subject><name>a</name></user><user><subject>cn=A</subject><name>b</name></user>"
                        + "|externalUsers.user(2).name is a second one for the same certificate",
                "<person/>|externalUsers.person is unknown",
            })
    void refusesATableThatContradictsOrIsUnknown(String table, String complaint) {
        assertThatThrownBy(() -> certificates(table))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint);
    }

    private ExternalIdentity identity(String table, TestCertificate shown) throws Exception {
        return certificates(table)
                .identity(session(new ClientTransport("192.0.2.1").showing(shown.certificate())))
                .orElseThrow();
    }

    private static TestCertificate certificate(String... mailAddresses) {
        return AUTHORITY.signed("alice@example.org", NOW, mailAddresses);
    }

    private ClientCertificates certificates(String table) throws ConfigurationException {
        String xml = "<root><authentication><realm>example.org</realm><hostNames><hostName>a</hostName></hostNames>"
                + "<credentialKey>k</credentialKey><externalUsers>" + table
                + "</externalUsers></authentication></root>";
        AuthenticationSettings settings = AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(UTF_8))),
                "authentication"));
        return new ClientCertificates(
                settings,
                new Accounts(users, TestEntitlements.of(users, TestUsers.domains(served)), settings),
                users,
                asked);
    }

    private static DigipoortSession session(ClientTransport transport) {
        return new DigipoortSession(transport, new ProtocolConfigurationImpl("x") {});
    }
}
