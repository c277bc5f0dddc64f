// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpServersTest {
    private static final String NONE = "<lmtpservers><lmtpserver enabled='true'/></lmtpservers>";

    @Test
    void hasItsDefaults() throws ConfigurationException {
        SmtpSettings settings =
                smtp("<bind>0.0.0.0:25, 127.0.0.1:26</bind>").enabled().get(0);

        assertThat(settings.dialect()).isEqualTo(Dialect.SMTP);
        assertThat(settings.addresses()).hasSize(2);
        assertThat(settings.connections().inAll()).isEqualTo(500);
        assertThat(settings.connections().perAddress()).isEqualTo(100);
        assertThat(settings.largestMessage()).isEqualTo(40L << 20);
        assertThat(settings.threads()).isEqualTo(16);
        assertThat(settings.recipients()).isEqualTo(1000);
        assertThat(settings.errors()).isEqualTo(50);
        assertThat(settings.waitingWork()).isEqualTo(200);
        assertThat(settings.requireTls()).isFalse();
        assertThat(settings.times().idle()).hasSeconds(300);
        assertThat(settings.times().transaction()).hasSeconds(1800);
        assertThat(settings.times().connection()).hasSeconds(7200);
        assertThat(settings.times().handshake()).hasSeconds(10);
        assertThat(settings.data().inMemory()).isEqualTo(4096 << 10);
        assertThat(settings.data().spoolDirectory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void leavesToJamesWhatIsJamess() throws ConfigurationException {
        assertThat(SmtpServers.from(xml("<smtpservers><smtpserver enabled='true'/></smtpservers>"), xml(NONE))
                        .enabled())
                .isEmpty();
        assertThat(smtp("enabled='false'", "").enabled()).isEmpty();
    }

    @Test
    void readsTheFilesThatAreDelivered() throws ConfigurationException, IOException {
        SmtpServers servers = SmtpServers.from(
                xml(Files.readString(Path.of("../conf/smtpserver.xml")).replaceAll("\\$\\{[^}]*:-([^}]*)}", "$1")),
                xml(Files.readString(Path.of("../conf/lmtpserver.xml"))));

        assertThat(servers.enabled()).singleElement().satisfies(settings -> assertThat(settings.addresses())
                .containsExactly("0.0.0.0:25"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<x>1</x>|digipoort.x is unknown; allowed are @enabled, bind, connectionBacklog",
                "<limits><x>1</x></limits>|digipoort.limits.x is unknown; allowed are connectionTime, errors",
                "<data><x>1</x></data>|digipoort.data.x is unknown; allowed are inMemory, memory, spoolDirectory",
                "<maxmessagesize>63</maxmessagesize>|maxmessagesize is '63'; allowed: a whole number from 64",
                "<limits><recipients>99</recipients></limits>|limits.recipients is '99'; allowed: a whole number from 100",
                "<limits><errors>0</errors></limits>|limits.errors is '0'",
                "<connectiontimeout>no</connectiontimeout>|digipoort.connectiontimeout is 'no'",
                "<hostName>a b</hostName>|digipoort.hostName is 'a b'; allowed: a host name",
                "<requireTls>yes</requireTls>|digipoort.requireTls is 'yes'; allowed: true, false",
                "<data><spoolDirectory>/no/such</spoolDirectory></data>|data.spoolDirectory is '/no/such'; allowed: a directory",
                "<trustedProxies><proxy>p</proxy></trustedProxies>|trustedProxies.proxy is 'p'; allowed: an IP address",
                "<bind>a:1</bind>|digipoort.bind stands there 2 times",
            })
    void namesWhatIsWrongAndWhatIsAllowed(String elements, String complaint) {
        assertThatThrownBy(() -> smtp("<bind>127.0.0.1:25</bind>" + elements))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("smtpserver.xml: digipoort")
                .hasMessageContaining(complaint);
    }

    @Test
    void wantsAnAddressOfWhatIsEnabled() {
        assertThatThrownBy(() -> smtp("")).hasMessageContaining("digipoort.bind is missing");
        assertThatThrownBy(() -> SmtpServers.from(
                        xml("<smtpservers/>"),
                        xml("<lmtpservers><digipoort><bind>24</bind></digipoort></lmtpservers>")))
                .hasMessageStartingWith("lmtpserver.xml: digipoort.bind is '24'");
    }

    private static SmtpServers smtp(String elements) throws ConfigurationException {
        return smtp("", elements);
    }

    private static SmtpServers smtp(String attribute, String elements) throws ConfigurationException {
        return SmtpServers.from(
                xml("<smtpservers><digipoort " + attribute + ">" + elements + "</digipoort></smtpservers>"), xml(NONE));
    }

    private static HierarchicalConfiguration<ImmutableNode> xml(String text) throws ConfigurationException {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
