// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** The list of unique-ids that a server keeps beside a Maildir, and what else differs between such servers. */
interface UniqueIdList {
    /**
     * The files in the order of their message numbers. One that the list does not have gets the id that the server would give it next, which
     * no client has seen with another message.
     *
     * @param files names without flags
     */
    List<NumberedFile> number(Set<String> files) throws ConvertException;

    /** The octets that the server's {@code RETR} makes of a file. */
    InputStream onTheWire(InputStream file);
}
