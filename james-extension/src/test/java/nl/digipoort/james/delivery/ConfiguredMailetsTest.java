// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import nl.digipoort.james.credential.CapturedLog;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;

class ConfiguredMailetsTest {
    private static final String OURS = "nl.digipoort.james.delivery.DeliverToMaildrop";

    @Test
    void isContentWithOurMailetAlone() throws Exception {
        assertThat(warnings("Intake", OURS, "ToRepository")).isEmpty();
    }

    @Test
    void warnsWhenOurMailetIsMissing() throws Exception {
        String missing = "WARN mailetcontainer.xml has no mailet " + OURS
                + ": mail may come into a maildrop while a session has it";

        assertThat(warnings("ToRepository")).containsExactly(missing);
        try (CapturedLog log = CapturedLog.of(ConfiguredMailets.class)) {
            ConfiguredMailets.of(new BaseHierarchicalConfiguration()).warnOfDeliveryWithoutLock();
            assertThat(log.take()).containsExactly(missing);
        }
    }

    @Test
    void warnsOfMailetsBesideOursThatKnowNoLock() throws Exception {
        assertThat(warnings(OURS, "org.apache.james.transport.mailets.LocalDelivery", "ToRecipientFolder"))
                .containsExactly(
                        "WARN mailetcontainer.xml has the mailet org.apache.james.transport.mailets.LocalDelivery,"
                                + " which puts mail into a maildrop while a session has it",
                        "WARN mailetcontainer.xml has the mailet ToRecipientFolder,"
                                + " which puts mail into a maildrop while a session has it");
    }

    private static List<String> warnings(String... classes) throws Exception {
        StringBuilder xml = new StringBuilder(
                "<mailetcontainer><processors><processor state='root'/>" + "<processor state='transport'>");
        for (String name : classes) {
            xml.append("<mailet match='All' class='").append(name).append("'/>");
        }
        xml.append("</processor></processors></mailetcontainer>");
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(new StringReader(xml.toString()));
        try (CapturedLog log = CapturedLog.of(ConfiguredMailets.class)) {
            ConfiguredMailets.of(configuration).warnOfDeliveryWithoutLock();
            return log.take();
        }
    }
}
