// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Optional;

/** Reads and deletes the messages of one mailbox by their IMAP unique identifiers. Not thread-safe. */
interface MessageAccess {
    /**
     * Opens a stored message, to be closed before the next call.
     *
     * @param octets what the content shall say of its length
     * @param lineEnds what has to be done to the stored line ends
     */
    StoredContent open(long uid, long octets, LineEnds lineEnds) throws MaildropException;

    /**
     * Opens the header of a stored message, with the empty line behind it. The message itself is not read.
     *
     * @param octets what the content shall say of its length
     * @param lineEnds what has to be done to the stored line ends
     * @param most octets of the header at most
     * @return empty if the store has no such header
     */
    Optional<StoredContent> openHeader(long uid, long octets, LineEnds lineEnds, int most) throws MaildropException;

    /** The octets of a stored message with canonical line ends: reads it whole. */
    long canonicalLength(long uid) throws MaildropException;

    /** Deletes these messages; those that are gone already are no trouble. */
    void delete(long[] uids) throws MaildropException;

    /** Whether every line of a stored message is known to end in CRLF. */
    enum LineEnds {
        CANONICAL,
        TO_BE_MADE_CANONICAL
    }
}
