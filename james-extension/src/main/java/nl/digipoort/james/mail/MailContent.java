// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.io.InputStream;

/** The octets of a message as they came, in memory or in a file. They can be read more than once. */
public interface MailContent {
    /** The number of octets. */
    long octets();

    /**
     * Reads the octets from the first one.
     *
     * @return a stream that the caller closes
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;
}
