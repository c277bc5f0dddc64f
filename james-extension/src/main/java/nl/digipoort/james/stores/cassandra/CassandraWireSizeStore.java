// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.KeptUniqueIds;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Sizes on the wire in James's Cassandra, one row per mailbox. Few messages differ, so all exceptions are in one value, which is replaced
 * as a whole. The unique-ids that messages have kept are read with it, and written only when they change. Thread-safe.
 */
public final class CassandraWireSizeStore implements WireSizeStore {
    private static final Table SIZES = Table.of(
                    "digipoort_wire_sizes",
                    "mailbox_id text PRIMARY KEY, examined_through bigint, exceptions frozen<map<bigint, bigint>>")
            .withAdded("unique_ids", "frozen<map<bigint, text>>");
    private static final Query FIND = Query.read(
            "SELECT examined_through, exceptions, unique_ids FROM digipoort_wire_sizes WHERE mailbox_id = ?");
    private static final Query FIND_SIZES =
            Query.read("SELECT examined_through, exceptions FROM digipoort_wire_sizes WHERE mailbox_id = ?");
    private static final Query SAVE_UNIQUE_IDS =
            Query.write("INSERT INTO digipoort_wire_sizes (mailbox_id, unique_ids) VALUES (?, ?)");
    private static final Query SAVE =
            Query.write("INSERT INTO digipoort_wire_sizes (mailbox_id, examined_through, exceptions) VALUES (?, ?, ?)");

    /** A little less than the 16 MB that Cassandra takes as one write, as it comes. */
    private static final long MOST_OCTETS = 15L << 20;

    private final Tables tables;

    @Inject
    public CassandraWireSizeStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(SIZES));
    }

    @Override
    public WireSizes find(MailboxId mailbox) {
        return tables.row("find the sizes on the wire", FIND, mailbox.serialize())
                .map(row -> sizes(row).with(uniqueIds(row)))
                .orElse(WireSizes.NOTHING_EXAMINED);
    }

    private static WireSizes sizes(Row row) {
        Map<Long, Long> exceptions = row.getMap("exceptions", Long.class, Long.class);
        return WireSizes.of(row.getLong("examined_through"), exceptions == null ? Map.of() : exceptions);
    }

    private static KeptUniqueIds uniqueIds(Row row) {
        Map<Long, String> kept = row.getMap("unique_ids", Long.class, String.class);
        return kept == null ? KeptUniqueIds.NONE : KeptUniqueIds.stored(kept);
    }

    @Override
    public void save(MailboxId mailbox, WireSizes sizes) {
        Map<Long, String> wanted = sizes.uniqueIds().byUid();
        if (!find(mailbox).uniqueIds().byUid().equals(wanted)) {
            tables.row("save the unique-ids of messages", SAVE_UNIQUE_IDS, mailbox.serialize(), wanted);
        }
        saveSizes(mailbox, sizes);
    }

    /** Leaves the unique-ids alone, which may be many. */
    @Override
    public void extend(MailboxId mailbox, long uid, OptionalLong exception) {
        tables.row("find the sizes on the wire", FIND_SIZES, mailbox.serialize())
                .map(CassandraWireSizeStore::sizes)
                .orElse(WireSizes.NOTHING_EXAMINED)
                .extended(uid, exception)
                .ifPresent(sizes -> saveSizes(mailbox, sizes));
    }

    @Override
    public long mostOctetsOfUniqueIds() {
        return MOST_OCTETS;
    }

    private void saveSizes(MailboxId mailbox, WireSizes sizes) {
        tables.row(
                "save the sizes on the wire", SAVE, mailbox.serialize(), sizes.examinedThrough(), sizes.exceptions());
    }
}
