// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/**
 * Held mail in James's Cassandra: the content first, then a row in the partition of each maildrop, not in one transaction. If one row
 * fails, the earlier rows are removed. If that fails too, or a row was already delivered, a maildrop gets the mail twice when it is sent
 * again. A node that dies may leave content without a row, never a row without content. Thread-safe.
 */
public final class CassandraHeldMailStore implements HeldMailStore {
    private static final int TRIES = 100;

    private final HeldContents contents;
    private final HeldRows rows;
    private final WaitingList waiting;

    @Inject
    public CassandraHeldMailStore(Statements cassandra) {
        this.contents = new HeldContents(cassandra);
        this.rows = new HeldRows(cassandra);
        this.waiting = new WaitingList(cassandra, rows);
    }

    @Override
    public Map<Username, Long> hold(IncomingMail mail, List<Addressee> addressees) throws IOException {
        UUID content = UUID.randomUUID();
        List<Username> maildrops =
                addressees.stream().map(Addressee::maildrop).collect(Collectors.toUnmodifiableList());
        Map<Username, Long> numbers = new LinkedHashMap<>();
        try {
            contents.write(content, mail.content(), maildrops);
            for (Addressee addressee : addressees) {
                waiting.list(addressee.maildrop());
                place(content, mail, addressee, numbers);
                waiting.list(addressee.maildrop());
            }
            return numbers;
        } catch (IOException | RuntimeException e) {
            takeBack(content, mail.content().octets(), maildrops, numbers, e);
            throw e;
        }
    }

    /** @param numbers receives the number that the maildrop's row has or may have */
    private void place(UUID content, IncomingMail mail, Addressee addressee, Map<Username, Long> numbers) {
        Username maildrop = addressee.maildrop();
        long last = rows.last(maildrop);
        for (int tried = 0; tried < TRIES; tried++) {
            numbers.put(maildrop, last + 1);
            CasAnswer answer = rows.add(last, content, mail, addressee);
            if (answer.isApplied() || isOurs(maildrop, last + 1, content)) {
                return;
            }
            last = HeldRows.lastIn(answer.found());
        }
        throw new StoreUnavailableException(
                "cannot hold a mail for " + maildrop.asString() + ": others were faster " + TRIES + " times", null);
    }

    /** If the first answer was lost, the existing row is our own. It may already be delivered and removed. */
    private boolean isOurs(Username maildrop, long number, UUID content) {
        return rows.find(maildrop, number)
                .map(HeldMail::contentId)
                .map(content.toString()::equals)
                .orElseGet(() -> contents.isRemovedFrom(maildrop, content));
    }

    /** Removes the content only when it is certain that no row refers to it. */
    private void takeBack(
            UUID content, long octets, List<Username> maildrops, Map<Username, Long> numbers, Exception failure) {
        try {
            numbers.forEach((maildrop, number) -> {
                rows.use(maildrop, number);
                rows.remove(maildrop, number, content);
            });
            maildrops.forEach(maildrop -> contents.remove(maildrop, content, octets));
            numbers.keySet().forEach(waiting::strikeIfEmpty);
        } catch (StoreUnavailableException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public boolean isWaiting(Username maildrop) {
        return rows.isAny(maildrop);
    }

    @Override
    public List<HeldMail> next(Username maildrop, int most) {
        return rows.next(maildrop, most);
    }

    @Override
    public Optional<HeldMail> find(Username maildrop, long sequence) {
        return rows.find(maildrop, sequence);
    }

    @Override
    public MailContent content(HeldMail mail) {
        return contents.content(UUID.fromString(mail.contentId()), mail.octets());
    }

    @Override
    public void remove(HeldMail mail) {
        UUID content = UUID.fromString(mail.contentId());
        contents.beginRemoval(mail.maildrop(), content);
        rows.remove(mail.maildrop(), mail.sequence(), content);
        contents.remove(mail.maildrop(), content, mail.octets());
        waiting.strikeIfEmpty(mail.maildrop());
    }

    @Override
    public List<WaitingMaildrop> waiting() {
        return waiting.all();
    }
}
