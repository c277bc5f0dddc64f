// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.LeaseLostException;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.MovedMaildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;

/**
 * Puts the messages of an export into a maildrop whose account does not exist yet, so that nobody has changed it if an import of the same
 * export was aborted: it then has the first of these messages, and the rest is added. At the end all of it is read back. Thread-safe.
 */
final class MaildropImport {
    private final MaildropDoor door;
    private final MovedMaildrops moved;
    private final MaildropAppender appender;

    @Inject
    MaildropImport(MaildropDoor door, MovedMaildrops moved, MaildropAppender appender) {
        this.door = door;
        this.moved = moved;
        this.appender = appender;
    }

    /**
     * @param move the name of the export
     * @throws MoveException if the maildrop has other mail, or not what was put into it
     */
    void run(OwnedLease lease, String move, List<MovedMessage> messages, MaildropFolder folder)
            throws MoveException, MaildropException, IOException {
        List<String> uniqueIds = messages.stream().map(MovedMessage::uniqueId).collect(Collectors.toList());
        MaildropDoor.requireTime(lease);
        moved.prepare(lease, uniqueIds);
        int there = countThere(door.open(lease), messages);
        for (MovedMessage message : messages.subList(there, messages.size())) {
            append(lease, message, folder);
        }
        MaildropDoor.requireTime(lease);
        moved.complete(lease, move, uniqueIds);
        verify(door.open(lease), messages);
    }

    /** How many of the first messages are there, from an import that was aborted. */
    private static int countThere(OpenMaildrop maildrop, List<MovedMessage> messages)
            throws MoveException, MaildropException, IOException {
        int count = maildrop.snapshot().highestNumber();
        for (int number = 1; number <= count; number++) {
            if (number > messages.size() || !isThere(maildrop, number, messages.get(number - 1))) {
                throw new MoveException("there is other mail in a maildrop of this name");
            }
        }
        return count;
    }

    private void append(OwnedLease lease, MovedMessage message, MaildropFolder folder)
            throws MoveException, IOException {
        IncomingMail mail = IncomingMail.moved(
                message.uniqueId(),
                new FileContent(folder.message(message.file()), message.octets()),
                message.cameAt());
        try {
            AppendOutcome outcome =
                    appender.append(lease, mail, Addressee.of(lease.lease().maildrop(), new byte[0]));
            if (outcome.kind() != AppendOutcome.Kind.APPENDED) {
                throw new MoveException("other mail is held for a maildrop of this name");
            }
        } catch (LeaseLostException e) {
            throw new MoveException("the lock of its maildrop was lost", e);
        }
    }

    private static void verify(OpenMaildrop maildrop, List<MovedMessage> messages)
            throws MoveException, MaildropException, IOException {
        if (maildrop.snapshot().highestNumber() != messages.size()) {
            throw new MoveException("the maildrop has not as many messages as the export");
        }
        for (int number = 1; number <= messages.size(); number++) {
            MovedMessage message = messages.get(number - 1);
            if (!maildrop.snapshot().uniqueId(number).equals(message.uniqueId())
                    || !isThere(maildrop, number, message)) {
                throw new MoveException("message " + message.uniqueId() + " is not what was put into the maildrop");
            }
        }
    }

    private static boolean isThere(OpenMaildrop maildrop, int number, MovedMessage message)
            throws MaildropException, IOException {
        if (maildrop.snapshot().size(number) != message.octets()) {
            return false;
        }
        try (MessageContent content = MaildropDoor.read(maildrop, number)) {
            return Digest.of(content.stream()).equals(message.sha256());
        }
    }
}
