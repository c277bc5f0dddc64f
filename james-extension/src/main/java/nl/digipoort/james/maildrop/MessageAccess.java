// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;

/** Reads and deletes the messages of one mailbox by their IMAP unique identifiers. Not thread-safe. */
interface MessageAccess {
    /**
     * Opens a stored message. The caller closes it before the next call.
     *
     * @param octets what the content shall say of its length
     * @param lineEnds what has to be done to the stored line ends
     */
    StoredContent open(long uid, long octets, LineEnds lineEnds) throws MaildropException;

    /**
     * Opens the header of a stored message, including the empty line at its end. The body is not read.
     *
     * @param octets what the content shall say of its length
     * @param lineEnds what has to be done to the stored line ends
     * @param most the longest header in octets
     * @return empty if the store cannot give such a header
     */
    Optional<StoredContent> openHeader(long uid, long octets, LineEnds lineEnds, int most) throws MaildropException;

    /** The number of octets of a stored message with canonical line ends. Reads the whole message. */
    long canonicalLength(long uid) throws MaildropException;

    /** Deletes these messages. Ignores messages that no longer exist. */
    void delete(long[] uids) throws MaildropException;

    /** Whether every line of a stored message is known to end in CRLF. */
    enum LineEnds {
        CANONICAL,
        TO_BE_MADE_CANONICAL
    }
}
