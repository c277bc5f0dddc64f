package nl.digipoort.james.pop3.server;

import java.security.SecureRandom;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * Settings and memory of TLS at once, for tests. An embedded channel's time also goes by itself, so the graces are far longer
 * than a test takes.
 */
final class TestImmediateTls {
    static final int UNKNOWN_GRACE = 10_000;
    static final int TLS_GRACE = 30_000;

    private TestImmediateTls() {}

    static RememberedOpenings openings(int rememberedAddresses) {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("immediateTls.unknownGrace", UNKNOWN_GRACE);
        configuration.addProperty("immediateTls.tlsGrace", TLS_GRACE);
        configuration.addProperty("immediateTls.rememberedAddresses", rememberedAddresses);
        try {
            return new RememberedOpenings(
                    ImmediateTlsSettings.from(Section.only("test.xml", configuration, "immediateTls")),
                    new SecureRandom());
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
