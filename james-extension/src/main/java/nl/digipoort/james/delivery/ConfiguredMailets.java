// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what {@code mailetcontainer.xml} does with local mail, because James would run without our mailet and nobody would notice. */
public final class ConfiguredMailets {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfiguredMailets.class);
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

    /** Logs a warning about mailets that put mail into a maildrop while a session has it. */
    public void warnOfDeliveryWithoutLock() {
        if (!classes.contains(DeliverToMaildrop.class.getName())) {
            LOGGER.warn(
                    "mailetcontainer.xml has no mailet {}: mail may come into a maildrop while a session has it",
                    DeliverToMaildrop.class.getName());
        }
        classes.stream()
                .filter(name -> WITHOUT_LOCK.contains(name.substring(name.lastIndexOf('.') + 1)))
                .distinct()
                .forEach(name -> LOGGER.warn(
                        "mailetcontainer.xml has the mailet {}, which puts mail into a maildrop while a session has it",
                        name));
    }
}
