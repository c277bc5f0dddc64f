// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.sasl.Credentials;
import nl.digipoort.james.sasl.Mechanism;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationSettingsTest {
    private static final String KEYLESS =
            "<realm>example.org</realm><hostNames><hostName>pop.example.org</hostName></hostNames>";
    private static final String WHOLE = KEYLESS + "<credentialKey>file://conf/key</credentialKey>";

    @Test
    void offersTheMechanismsOfTheInterfaceUnlessToldOtherwise() throws ConfigurationException {
        assertThat(read(WHOLE).mechanisms()).containsExactly("DIGEST-MD5", "PLAIN", "LOGIN");
        assertThat(read(WHOLE + "<mechanisms><mechanism>PLAIN</mechanism></mechanisms>")
                        .mechanisms())
                .containsExactly("PLAIN");
        assertThat(read(WHOLE + "<mechanisms/>").mechanisms()).isEmpty();
        assertThat(read(WHOLE + "<mechanisms><mechanism>SCRAM-SHA-256</mechanism></mechanisms>")
                        .mechanisms())
                .containsExactly("SCRAM-SHA-256");
    }

    @Test
    void takesTheIterationCountWithinItsBounds() throws ConfigurationException {
        assertThat(read(WHOLE).scramIterations()).isEqualTo(15_000);
        assertThat(read(WHOLE + "<scramIterations>100000</scramIterations>").scramIterations())
                .isEqualTo(100_000);
    }

    @Test
    void takesTheKeyFromAFileOrAVariable() throws ConfigurationException {
        assertThat(read(WHOLE).credentialKeyFile()).isEqualTo("file://conf/key");
        assertThat(read(WHOLE).credentialKeyVariable()).isEmpty();
        assertThat(read(KEYLESS + "<credentialKey>env:DIGIPOORT_KEY_2</credentialKey>")
                        .credentialKeyVariable())
                .contains("DIGIPOORT_KEY_2");
    }

    @Test
    void leavesProcessorsToOthersThanHashesUnlessTheOperatorSaysOtherwise() throws ConfigurationException {
        assertThat(read(WHOLE).hashing().threads())
                .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        assertThat(read(WHOLE).hashing().perAddress()).isEqualTo(32);
        assertThat(read(WHOLE + "<hashing><threads>7</threads><perAddress>9</perAddress></hashing>")
                        .hashing())
                .extracting(HashingSettings::threads, HashingSettings::perAddress)
                .containsExactly(7, 9);
    }

    @ParameterizedTest
    @CsvSource({
        "'',pop.example.org,the credentials are refused",
        "'',example.org,the credentials are refused",
        "<strictHost>false</strictHost>,127.0.0.1,digest-uri names another service",
        "<strictHost>true</strictHost>,POP.example.org,the credentials are refused",
        "<strictHost>true</strictHost>,example.org,digest-uri names another service",
        "<strictHost>true</strictHost>,127.0.0.1,digest-uri names another service",
    })
    void judgesTheHostOfAResponseAsTheOperatorSays(String strictHost, String host, String refusal) throws Exception {
        SaslServer server = Mechanism.digestMd5(
                        read(WHOLE + strictHost).digestMd5(), Credentials.inRealm("example.org"), () -> "nonce")
                .newServer();
        server.evaluateResponse(new byte[0]);
        String response = "username=\"anna\",realm=\"example.org\",nonce=\"nonce\",nc=00000001,cnonce=\"c\","
                + "digest-uri=\"pop/" + host + "\",response=00000000000000000000000000000000";

        assertThatThrownBy(() -> server.evaluateResponse(response.getBytes(UTF_8)))
                .hasMessage(refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<realm>r\u00e9alm</realm>|authentication.realm is 'r\u00e9alm'; allowed: ASCII",
                "<hostNames><hostName>a</hostName></hostNames>|authentication.realm is missing",
                "<realm>r</realm>|authentication.hostNames.hostName is missing",
                "<realm>r</realm><hostNames><hostName>a/b</hostName></hostNames>|names without '/'",
                "<realm>r</realm><hostName>a</hostName>|authentication.hostName is unknown",
                "WHOLE<mechanisms><mechanism>CRAM-MD5</mechanism></mechanisms>|is [CRAM-MD5]; allowed: any of DIGEST-MD5",
                "WHOLE<mechanisms><mechanism>PLAIN</mechanism><mechanism>PLAIN</mechanism></mechanisms>|each once",
                "KEYLESS<credentialKey>env:</credentialKey>|credentialKey is 'env:'; allowed: a path",
                "KEYLESS<credentialKey>env:9X</credentialKey>|credentialKey is 'env:9X'; allowed: a path",
                "KEYLESS<credentialKey>env:A-B</credentialKey>|credentialKey is 'env:A-B'; allowed: a path",
                "WHOLE<scramIterations>4095</scramIterations>|scramIterations is '4095'; allowed: a whole number from 4096 to 100000",
                "WHOLE<hashing><threads>0</threads></hashing>|hashing.threads is '0'; allowed: a whole number from 1 to 1024",
                "WHOLE<hashing><perAddress>0</perAddress></hashing>|hashing.perAddress is '0'; allowed: a whole number from 1 to 1000",
                "WHOLE<hashing><queue>9</queue></hashing>|authentication.hashing.queue is unknown",
                "WHOLE<strictHost>yes</strictHost>|authentication.strictHost is 'yes'; allowed: true, false",
            })
    void refusesWithKeyFoundAndAllowed(String xml, String complaint) {
        assertThatThrownBy(() -> read(xml.replace("WHOLE", WHOLE).replace("KEYLESS", KEYLESS)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: ")
                .hasMessageContaining(complaint);
    }

    private static AuthenticationSettings read(String xml) throws ConfigurationException {
        String document = "<root><authentication>" + xml + "</authentication></root>";
        return AuthenticationSettings.from(Section.only(
                "pop3server.xml",
                FileConfigurationProvider.getConfig(new ByteArrayInputStream(document.getBytes(UTF_8))),
                "authentication"));
    }
}
