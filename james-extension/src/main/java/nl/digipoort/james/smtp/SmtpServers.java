// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** The listeners of smtpserver.xml and lmtpserver.xml. A file without our element is left to James's own server. Immutable. */
public final class SmtpServers {
    private static final String ELEMENT = "digipoort";

    private final List<SmtpSettings> enabled;

    private SmtpServers(List<SmtpSettings> enabled) {
        this.enabled = enabled;
    }

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    public static SmtpServers from(
            HierarchicalConfiguration<ImmutableNode> smtp, HierarchicalConfiguration<ImmutableNode> lmtp)
            throws ConfigurationException {
        List<SmtpSettings> enabled = new ArrayList<>();
        add(Dialect.SMTP, smtp, enabled);
        add(Dialect.LMTP, lmtp, enabled);
        return new SmtpServers(List.copyOf(enabled));
    }

    private static void add(Dialect dialect, HierarchicalConfiguration<ImmutableNode> file, List<SmtpSettings> enabled)
            throws ConfigurationException {
        if (file.configurationsAt(ELEMENT).isEmpty()) {
            return;
        }
        SmtpSettings settings =
                SmtpSettings.from(dialect, Section.only(dialect.lowerCase() + "server.xml", file, ELEMENT));
        if (settings.isEnabled()) {
            enabled.add(settings);
        }
    }

    List<SmtpSettings> enabled() {
        return enabled;
    }
}
