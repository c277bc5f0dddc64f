// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/** How one stored message is read: each store of James has its own cheap way for that. */
public interface MessageReader {
    /**
     * The octets of a message as they are stored, to be closed before the request to James ends.
     *
     * @param uid the IMAP unique identifier
     * @param session of the mailbox's owner, within a request to James
     * @throws MailboxException if the store cannot be read or the message is not there any more
     */
    InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException;

    /**
     * The header of a message as it is stored, with the empty line behind it, and without the body being read.
     *
     * @param most octets of it at most
     * @return empty if it is longer, if the store does not keep it apart, or if the message is not there any more
     * @throws MailboxException if the store cannot be read
     */
    Optional<byte[]> readHeader(MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session)
            throws MailboxException, IOException;
}
