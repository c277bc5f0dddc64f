// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import java.util.Locale;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The operator's setting for the mail of a user that James has removed: the element {@code removedUsers}. */
public enum RemovedMail {
    /** The mail is set aside until an operator decides. A later user of the same name cannot read it. */
    KEEP,
    /** The mail is deleted. */
    PURGE;

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    public static RemovedMail from(Section digipoort) throws ConfigurationException {
        return valueOf(digipoort.choice("removedUsers", "keep", "keep", "purge").toUpperCase(Locale.ROOT));
    }
}
