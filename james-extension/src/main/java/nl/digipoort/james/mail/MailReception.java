// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.util.List;

/** Takes mail over from everything that receives it. Thread-safe; blocks. */
public interface MailReception {
    /**
     * Takes responsibility for a mail. When this returns, the mail is durable in the shared database for every addressee: in the maildrop
     * or held for it. After an exception it is stored for none, or the result is unknown and the sender sends it again.
     *
     * @param addressees at least one, each maildrop once
     * @throws IOException if the content cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store is unavailable; the caller may try again
     * @throws NoRoomException if there is too little free space now; the caller may try again
     * @throws nl.digipoort.james.audit.NotRecordedException if the arrival cannot be recorded, and nothing may happen unrecorded
     */
    void accept(IncomingMail mail, List<Addressee> addressees) throws IOException;

    /**
     * Hashes a mail while it comes in, if the operator wants that.
     *
     * @param trace the trace lines that all its addressees will have
     */
    MailDigester digester(byte[] trace);

    /**
     * Checks the free space first, so that no mail is sent in vain.
     *
     * @throws NoRoomException if there is too little free space for now
     */
    void requireRoom();
}
