// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.ChunkedContent;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/**
 * Held mail in James's database. A mail that a queue hands out again is held again. The appender recognises it when it is brought in, and
 * removes it without a second delivery. Thread-safe.
 */
public final class JdbcHeldMailStore implements HeldMailStore {
    static final List<Table> TABLES =
            List.of(MaildropOrder.TABLE, HeldContents.BODY, HeldContents.CONTENT, HeldRows.TABLE);

    private final Transactions database;
    private final Tables tables;

    @Inject
    public JdbcHeldMailStore(Transactions database) {
        this.database = database;
        this.tables = new Tables(database, TABLES);
    }

    @Override
    public Map<Username, Long> hold(IncomingMail mail, List<Addressee> addressees) throws IOException {
        String contentId = UUID.randomUUID().toString();
        try {
            createOrderRows(addressees);
            return hold(mail, addressees, contentId);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void createOrderRows(List<Addressee> addressees) {
        for (Addressee addressee : addressees) {
            if (tables.query(
                            "look for a maildrop",
                            connection -> MaildropOrder.waiting(addressee.maildrop(), connection))
                    .isEmpty()) {
                MaildropOrder.create(addressee.maildrop(), database);
            }
        }
    }

    /** If the answer to the commit is lost, the stored content shows whether it was committed. */
    private Map<Username, Long> hold(IncomingMail mail, List<Addressee> addressees, String contentId) {
        Map<Username, Long> numbers = new HashMap<>();
        try {
            tables.runAtLength("hold a mail", connection -> {
                insert(mail, addressees, contentId, numbers, connection);
                return null;
            });
        } catch (StoreUnavailableException e) {
            if (!isStored(contentId, addressees.get(0).maildrop(), e)) {
                throw e;
            }
        }
        return numbers;
    }

    private boolean isStored(String contentId, Username maildrop, StoreUnavailableException failure) {
        try {
            return tables.run("look for a held mail", connection -> {
                // waits for that transaction if it has not ended yet
                MaildropOrder.await(maildrop, connection);
                return HeldContents.isStored(contentId, connection);
            });
        } catch (StoreUnavailableException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /**
     * Inserts the octets first, so that the rows of the maildrops are locked only briefly. They are locked in the same order everywhere.
     *
     * @param numbers receives the number in each maildrop
     */
    private static void insert(
            IncomingMail mail,
            List<Addressee> addressees,
            String contentId,
            Map<Username, Long> numbers,
            Connection connection)
            throws SQLException {
        try {
            HeldContents.insert(contentId, mail.content(), addressees.size(), connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Addressee addressee : sorted(addressees)) {
            long sequence = MaildropOrder.hold(addressee.maildrop(), connection);
            numbers.put(addressee.maildrop(), sequence);
            HeldRows.insert(sequence, mail, addressee, contentId, mail.content().octets(), connection);
        }
    }

    private static List<Addressee> sorted(List<Addressee> addressees) {
        return addressees.stream()
                .sorted(Comparator.comparing(addressee -> addressee.maildrop().asString()))
                .collect(Collectors.toList());
    }

    @Override
    public boolean isWaiting(Username maildrop) {
        return tables.run(
                "look for held mail",
                connection -> MaildropOrder.waiting(maildrop, connection).orElse(0L) > 0);
    }

    @Override
    public List<HeldMail> next(Username maildrop, int most) {
        return tables.run("list held mail", connection -> HeldRows.next(maildrop, most, connection));
    }

    @Override
    public Optional<HeldMail> find(Username maildrop, long sequence) {
        return tables.query("look for a held mail", connection -> HeldRows.find(maildrop, sequence, connection));
    }

    @Override
    public MailContent content(HeldMail mail) {
        return new ChunkedContent(mail.octets(), HeldContents.CHUNK, number -> tables.run(
                        "read a held mail", connection -> HeldContents.chunk(mail.contentId(), number, connection))
                .orElseThrow(() -> new IOException("the content of " + mail + " is not there any more")));
    }

    @Override
    public void remove(HeldMail mail) {
        tables.run("remove a held mail", connection -> HeldRows.remove(mail, connection));
    }

    @Override
    public List<WaitingMaildrop> waiting() {
        return tables.run("list the maildrops with held mail", MaildropOrder::allWaiting);
    }
}
