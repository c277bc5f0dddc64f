// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Settings as they stand in pop3server.xml. */
final class TestSettings {
    static final String RSA = "<privateKey>rsa.key</privateKey><certificates>rsa.pem</certificates>";
    static final String EC = "<privateKey>ec.key</privateKey><certificates>ec.pem</certificates>";
    static final String BOTH = "<certificate>" + RSA + "</certificate><certificate>" + EC + "</certificate>";

    private TestSettings() {}

    static TlsSettings of(String xml) throws ConfigurationException {
        return ofElement("<tls startTLS='true'>" + xml + "</tls>");
    }

    static TlsSettings ofElement(String tls) throws ConfigurationException {
        String document = "<pop3servers><digipoort>" + tls + "</digipoort></pop3servers>";
        return TlsSettings.from(Section.only(
                        "pop3server.xml",
                        FileConfigurationProvider.getConfig(new ByteArrayInputStream(document.getBytes(UTF_8))),
                        "digipoort")
                .section("tls"));
    }
}
