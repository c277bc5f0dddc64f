// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/** Reads one stored message. Each store of James has its own cheap way. */
public interface MessageReader {
    /**
     * The octets of a message as stored. The caller closes the stream before the request to James ends.
     *
     * @param uid the IMAP unique identifier
     * @param session the session of the mailbox's owner, within a request to James
     * @throws MailboxException if the store cannot be read or the message no longer exists
     */
    InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException;

    /**
     * The header of a message as stored, including the empty line at its end. Does not read the body.
     *
     * @param most the longest header in octets
     * @return empty if the header is longer, if the store does not keep it separately, or if the message no longer exists
     * @throws MailboxException if the store cannot be read
     */
    Optional<byte[]> readHeader(MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session)
            throws MailboxException, IOException;

    /**
     * Whether this failure of a read says that the content of one message is damaged or missing. A failure that may be one of the whole
     * store says no such thing.
     */
    boolean isDamage(Exception failure);
}
