// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.DamagedMessageException;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.MovedMaildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;

/** Writes the messages of one maildrop, each with the octets that RETR sends. Thread-safe. */
final class MaildropExport {
    private final MaildropDoor door;
    private final MovedMaildrops moved;

    @Inject
    MaildropExport(MaildropDoor door, MovedMaildrops moved) {
        this.door = door;
        this.moved = moved;
    }

    /**
     * Writes the folder of a maildrop.
     *
     * @return the messages in their order
     * @throws MoveException if a message cannot be read, or is not as long as LIST says
     */
    List<MovedMessage> write(OwnedLease lease, MaildropFolder folder)
            throws IOException, MaildropException, MoveException {
        OpenMaildrop maildrop = door.open(lease);
        Map<String, Instant> arrivals = moved.arrivals(lease);
        MaildropWriter writer = MaildropWriter.begin(folder);
        for (int number = 1; number <= maildrop.snapshot().highestNumber(); number++) {
            write(maildrop, number, arrivals, writer);
        }
        return writer.finish();
    }

    private static void write(OpenMaildrop maildrop, int number, Map<String, Instant> arrivals, MaildropWriter writer)
            throws IOException, MaildropException, MoveException {
        String uniqueId = maildrop.snapshot().uniqueId(number);
        Instant cameAt = arrivals.get(maildrop.snapshot().numbers(number));
        if (cameAt == null) {
            // retention of the new server would delete it for any time that we could make up
            throw new MoveException("it is not known when message " + uniqueId + " came");
        }
        long octets = maildrop.snapshot().size(number);
        long written;
        try (MessageContent content = MaildropDoor.read(maildrop, number)) {
            written = writer.add(uniqueId, cameAt, content.stream());
        } catch (DamagedMessageException e) {
            throw new MoveException("message " + uniqueId + " is damaged: delete it or restore a backup", e);
        }
        if (written != octets) {
            throw new MoveException("message " + uniqueId + " has " + written + " octets instead of " + octets);
        }
    }
}
