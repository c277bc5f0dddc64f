// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import nl.digipoort.james.configuration.Finding;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** What {@code mailetcontainer.xml} does with local mail, because James would run without our mailets and nobody would notice. Immutable. */
public final class ConfiguredMailets {
    private static final String FILE = "mailetcontainer.xml";
    private static final List<String> WITHOUT_LOCK = List.of("LocalDelivery", "ToRecipientFolder", "ToSenderFolder");

    private final List<String> classes;

    private ConfiguredMailets(List<String> classes) {
        this.classes = classes;
    }

    /** @param mailetcontainer the content of the file, empty if there is none */
    public static ConfiguredMailets of(HierarchicalConfiguration<ImmutableNode> mailetcontainer) {
        return new ConfiguredMailets(mailetcontainer.configurationsAt("processors.processor").stream()
                .flatMap(processor -> processor.configurationsAt("mailet").stream())
                .map(mailet -> mailet.getString("[@class]", ""))
                .collect(Collectors.toUnmodifiableList()));
    }

    /** The mailets that put mail into a maildrop while a session has it, and ours that are missing. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        classes.stream()
                .filter(name -> WITHOUT_LOCK.contains(name.substring(name.lastIndexOf('.') + 1)))
                .distinct()
                .forEach(name -> findings.add(Finding.breaking(
                        FILE,
                        "the mailet " + name + " puts mail into a maildrop while a session has it",
                        "replace it by class=\"" + DeliverToMaildrop.class.getName() + "\"")));
        if (!classes.contains(DeliverToMaildrop.class.getName())) {
            findings.add(missing(DeliverToMaildrop.class, "RecipientIsLocal", "delivers mail of James's queue"));
        }
        if (!classes.contains(Intake.class.getName())) {
            findings.add(missing(Intake.class, "All", "keeps mail in James's queue while the database is unavailable"));
        }
        return findings;
    }

    private static Finding missing(Class<?> mailet, String matcher, String what) {
        return Finding.weakening(
                FILE,
                "no mailet " + what,
                "write <mailet match=\"" + matcher + "\" class=\"" + mailet.getName() + "\"> as in the overlay");
    }
}
