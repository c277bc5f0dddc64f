// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.retention;

import java.util.Locale;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about the mail of a user whom James has removed: the element {@code removedUsers}. */
public enum RemovedMail {
    /** It is set aside, where no successor reads it, until an operator decides. */
    KEEP,
    /** It is deleted. */
    PURGE;

    /** @throws ConfigurationException naming the key, the value found and what is allowed */
    public static RemovedMail from(Section digipoort) throws ConfigurationException {
        return valueOf(digipoort.choice("removedUsers", "keep", "keep", "purge").toUpperCase(Locale.ROOT));
    }
}
