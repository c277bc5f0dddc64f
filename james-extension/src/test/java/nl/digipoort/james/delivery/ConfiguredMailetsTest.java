// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;

class ConfiguredMailetsTest {
    private static final String OURS = "nl.digipoort.james.delivery.DeliverToMaildrop";
    private static final String INTAKE = "nl.digipoort.james.delivery.Intake";
    private static final String NO_DELIVERY =
            "degraded mailetcontainer.xml: no mailet delivers mail of James's queue; write"
                    + " <mailet match=\"RecipientIsLocal\" class=\"" + OURS + "\"> as in the overlay";
    private static final String NO_INTAKE =
            "degraded mailetcontainer.xml: no mailet keeps mail in James's queue while the database"
                    + " is unavailable; write <mailet match=\"All\" class=\"" + INTAKE + "\"> as in the overlay";

    @Test
    void areContentWithTheOverlay() throws Exception {
        assertThat(findings(Files.readString(Path.of("../conf/mailetcontainer.xml"))))
                .isEmpty();
    }

    @Test
    void findOursMissing() throws Exception {
        assertThat(texts(ConfiguredMailets.of(new BaseHierarchicalConfiguration())))
                .containsExactly(NO_DELIVERY, NO_INTAKE);
    }

    /** The mailets of a stock James, in its order. */
    @Test
    void findTheDeliveryOfAStockJames() throws Exception {
        assertThat(findings(container(
                        "RemoveMimeHeader",
                        "RecipientRewriteTable",
                        "Sieve",
                        "AddDeliveredToHeader",
                        "LocalDelivery",
                        "RemoteDelivery")))
                .containsExactly(withoutLock("LocalDelivery"), NO_DELIVERY, NO_INTAKE);
    }

    @Test
    void findWhatKnowsNoLockBesideOurs() throws Exception {
        assertThat(findings(container(
                        INTAKE,
                        OURS,
                        "org.apache.james.transport.mailets.LocalDelivery",
                        "ToRecipientFolder",
                        "ToRecipientFolder")))
                .containsExactly(
                        withoutLock("org.apache.james.transport.mailets.LocalDelivery"),
                        withoutLock("ToRecipientFolder"));
    }

    private static String withoutLock(String mailet) {
        return "unhealthy mailetcontainer.xml: the mailet " + mailet
                + " puts mail into a maildrop while a session has it; replace" + " it by class=\"" + OURS + "\"";
    }

    private static String container(String... classes) {
        return Stream.of(classes)
                .map(name -> "<mailet match='All' class='" + name + "'/>")
                .collect(Collectors.joining(
                        "",
                        "<mailetcontainer><processors><processor state='root'/><processor state='transport'>",
                        "</processor></processors></mailetcontainer>"));
    }

    private static List<String> findings(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(new StringReader(xml));
        return texts(ConfiguredMailets.of(configuration));
    }

    private static List<String> texts(ConfiguredMailets mailets) {
        return mailets.findings().stream()
                .map(finding -> (finding.isBreaking() ? "unhealthy " : "degraded ") + finding)
                .collect(Collectors.toUnmodifiableList());
    }
}
