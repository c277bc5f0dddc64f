// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.util.List;

/** Where whatever receives mail hands it over. Thread-safe; blocks. */
public interface MailReception {
    /**
     * Takes the responsibility for a mail. When this returns it is durable in the database that all nodes share, for each of them:
     * in the maildrop, or held for it. Otherwise it is there for none, or its sender cannot know and sends it again.
     *
     * @param addressees at least one, each maildrop once
     * @throws IOException if the content cannot be read
     * @throws nl.digipoort.james.failure.StoreUnavailableException if a store cannot be reached; it may be tried again
     * @throws NoRoomException if there is too little free space for now; it may be tried again
     */
    void accept(IncomingMail mail, List<Addressee> addressees) throws IOException;

    /**
     * Asks beforehand, so that nothing is sent in vain.
     *
     * @throws NoRoomException if there is too little free space for now
     */
    void requireRoom();
}
