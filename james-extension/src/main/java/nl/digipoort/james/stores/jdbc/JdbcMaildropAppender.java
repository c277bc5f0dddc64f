// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.mail.TracedContent;
import org.apache.james.core.Username;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;

/**
 * Delivers in one transaction on James's own tables. Uses plain JDBC, because OpenJPA costs more than the rest of a delivery. The message,
 * its numbers, the quota, the size on the wire and the removal of the held mail are committed together. Thread-safe.
 */
public final class JdbcMaildropAppender implements MaildropAppender {
    private static final int ATTEMPTS = 4;
    private static final List<Table> TABLES = ImmutableList.<Table>builder()
            .addAll(JdbcHeldMailStore.TABLES)
            .addAll(JdbcWireSizeStore.TABLES)
            .add(JdbcMadeDeliveries.TABLE)
            .build();

    private final Transactions database;
    private final Tables tables;
    private final PropertyIds propertyIds;
    private final HeldMailStore held;
    private final Inboxes missingInboxes;
    private final UserQuotaRootResolver quotaRoots;
    private final DeliveryEvents events;
    private final ClockWatch clock;

    @Inject
    JdbcMaildropAppender(
            Transactions database,
            PropertyIds propertyIds,
            HeldMailStore held,
            Inboxes missingInboxes,
            UserQuotaRootResolver quotaRoots,
            DeliveryEvents events,
            ClockWatch clock) {
        this.database = database;
        this.tables = new Tables(database, TABLES);
        this.propertyIds = propertyIds;
        this.held = held;
        this.missingInboxes = missingInboxes;
        this.quotaRoots = quotaRoots;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public AppendOutcome append(OwnedLease lease, IncomingMail mail, Addressee addressee) throws IOException {
        Insertion insertion = prepare(
                lease,
                addressee.maildrop(),
                addressee.trace(),
                mail.content(),
                mail.cameAt().orElseGet(clock::latest));
        return deliver(insertion, connection -> append(insertion, mail, connection));
    }

    private AppendOutcome append(Insertion insertion, IncomingMail mail, Connection connection) throws SQLException {
        Username maildrop = insertion.maildrop();
        if (!MaildropOrder.pass(maildrop, connection)) {
            if (MaildropOrder.waiting(maildrop, connection).orElse(0L) > 0) {
                return AppendOutcome.OLDER_WAITS;
            }
            throw new MissingRowException(
                    "nothing came for the maildrop yet", () -> MaildropOrder.create(maildrop, database));
        }
        return insert(insertion, mail.mayComeAgain(), mail.deliveryTo(maildrop), connection);
    }

    @Override
    public AppendOutcome bringIn(OwnedLease lease, HeldMail mail, MailContent content) throws IOException {
        if (held.find(mail.maildrop(), mail.sequence()).isEmpty()) {
            return AppendOutcome.NOT_HELD;
        }
        try (SpooledContent spooled = SpooledContent.of(content)) {
            Insertion insertion = prepare(lease, mail.maildrop(), mail.trace(), spooled, clock.latest());
            return deliver(insertion, connection -> bringIn(insertion, mail, connection));
        }
    }

    private AppendOutcome bringIn(Insertion insertion, HeldMail mail, Connection connection) throws SQLException {
        Optional<Boolean> mayComeAgain = HeldRows.mayComeAgain(mail, connection);
        return mayComeAgain.isPresent() && HeldRows.remove(mail, connection)
                ? insert(insertion, mayComeAgain.get(), mail.delivery(), connection)
                : AppendOutcome.NOT_HELD;
    }

    private AppendOutcome insert(Insertion insertion, boolean mayComeAgain, Delivery delivery, Connection connection)
            throws SQLException {
        if (mayComeAgain && !JdbcMadeDeliveries.note(delivery, connection)) {
            return AppendOutcome.REPEATED;
        }
        return AppendOutcome.appended(insertion
                .run(connection)
                .orElseThrow(() -> new MissingRowException(
                        "there is no inbox yet", () -> missingInboxes.create(insertion.maildrop())))
                .uniqueId());
    }

    private Insertion prepare(OwnedLease lease, Username maildrop, byte[] trace, MailContent content, Instant cameAt)
            throws IOException {
        DeliveredMessage message = DeliveredMessage.of(TracedContent.of(trace, content));
        MimeProperties mime = MimeProperties.of(message.fields());
        return new Insertion(
                lease,
                maildrop,
                message,
                mime,
                propertyIds.take(mime.all().size()),
                quotaRoots.forUser(maildrop),
                cameAt.truncatedTo(ChronoUnit.MILLIS));
    }

    private AppendOutcome deliver(Insertion insertion, SqlWork<AppendOutcome> work) throws IOException {
        AppendOutcome outcome;
        try {
            outcome = runWithAllRows(insertion, work);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (outcome.kind() == AppendOutcome.Kind.APPENDED) {
            insertion.numbers().ifPresent(numbers -> events.added(insertion.maildrop(), numbers, insertion.octets()));
        }
        return outcome;
    }

    /** Tries several times: two rows may be missing, and somebody may remove a row that was just created. */
    private AppendOutcome runWithAllRows(Insertion insertion, SqlWork<AppendOutcome> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(insertion, work);
            } catch (MissingRowException e) {
                if (attempt == ATTEMPTS) {
                    throw new StoreUnavailableException("cannot deliver into James's database", e);
                }
                e.mend();
            }
        }
    }

    private AppendOutcome run(Insertion insertion, SqlWork<AppendOutcome> work) {
        try {
            return tables.runAtLength("deliver a mail", work);
        } catch (StoreUnavailableException e) {
            return thereAfterAll(insertion, e)
                    .map(numbers -> AppendOutcome.appended(numbers.uniqueId()))
                    .orElseThrow(() -> e);
        }
    }

    /** The commit may have succeeded although its answer was lost. */
    private Optional<NumberedMessage> thereAfterAll(Insertion insertion, StoreUnavailableException failure) {
        try {
            return tables.run("look for a delivered mail", insertion::ifThere);
        } catch (StoreUnavailableException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }
}
