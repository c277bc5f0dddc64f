// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a message as they came, in memory or in a file; they can be read more than once. */
public interface MailContent {
    /** How many octets there are. */
    long octets();

    /**
     * Reads them from the first on.
     *
     * @return a stream that the caller closes
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;
}
