// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import nl.digipoort.james.sasl.Mechanism.InitialResponse;
import org.junit.jupiter.api.Test;

class MechanismsTest {
    private static final Credentials CREDENTIALS = Credentials.inRealm("digipoort.example");

    private final Mechanisms all = Mechanisms.of(List.of(
            Mechanism.digestMd5(
                    DigestMd5Settings.of("digipoort.example", List.of("pop3.digipoort.example")),
                    CREDENTIALS,
                    NonceSource.random(new SecureRandom())),
            Mechanism.plain(CREDENTIALS),
            Mechanism.login(CREDENTIALS)));

    @Test
    void findsAMechanismInWhateverCase() {
        assertThat(all.find("digest-md5").orElseThrow().newServer()).isInstanceOf(DigestMd5Server.class);
        assertThat(all.find("Plain").orElseThrow().newServer()).isInstanceOf(PlainServer.class);
        assertThat(all.find("LOGIN").orElseThrow().newServer()).isInstanceOf(LoginServer.class);
        assertThat(all.find("GSSAPI")).isEmpty();
        assertThat(all.find("")).isEmpty();
    }

    @Test
    void makesAServerForEachExchange() {
        Mechanism plain = all.find("PLAIN").orElseThrow();

        assertThat(plain.newServer()).isNotSameAs(plain.newServer());
    }

    @Test
    void selectsInTheOrderOfTheNames() {
        assertThat(all.names()).containsExactly("DIGEST-MD5", "PLAIN", "LOGIN");
        assertThat(all.select(List.of("plain", "digest-md5")).names()).containsExactly("PLAIN", "DIGEST-MD5");
        assertThat(all.select(List.of()).names()).isEmpty();
    }

    @Test
    void refusesANameThatIsUnknownOrRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.select(List.of("PLAIN", "CRAM-MD5")))
                .withMessage("unknown SASL mechanism 'CRAM-MD5', allowed: [DIGEST-MD5, PLAIN, LOGIN]");
        assertThatIllegalArgumentException().isThrownBy(() -> all.select(List.of("PLAIN", "plain")));
    }

    @Test
    void leavesOutPasswordsWhereTheyCouldBeRead() {
        assertThat(all.withoutPasswords().names()).containsExactly("DIGEST-MD5");
    }

    @Test
    void tellsWhichMechanismsTakeAnInitialResponse() {
        assertThat(all.find("DIGEST-MD5").orElseThrow().initialResponse()).isEqualTo(InitialResponse.NOT_ALLOWED);
        assertThat(all.find("PLAIN").orElseThrow().initialResponse()).isEqualTo(InitialResponse.EXPECTED);
        assertThat(all.find("LOGIN").orElseThrow().initialResponse()).isEqualTo(InitialResponse.OPTIONAL);
    }

    @Test
    void refusesSettingsThatNoClientCouldMeet() {
        List<String> hosts = List.of("pop3.digipoort.example");

        assertThatIllegalArgumentException().isThrownBy(() -> DigestMd5Settings.of("", hosts));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestMd5Settings.of("x".repeat(256), hosts));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestMd5Settings.of("a\r\nb", hosts));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestMd5Settings.of("a", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestMd5Settings.of("a", List.of("a/b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigestMd5Settings.of("a", hosts).withServiceTypes(List.of()));
    }
}
