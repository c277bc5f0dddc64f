// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Sizes on the wire in James's Cassandra, one row per mailbox. Few messages differ, so all exceptions are in one value, which is replaced
 * as a whole. Thread-safe.
 */
public final class CassandraWireSizeStore implements WireSizeStore {
    private static final Table SIZES = Table.of(
            "digipoort_wire_sizes",
            "mailbox_id text PRIMARY KEY, examined_through bigint, exceptions frozen<map<bigint, bigint>>");
    private static final Query FIND =
            Query.read("SELECT examined_through, exceptions FROM digipoort_wire_sizes WHERE mailbox_id = ?");
    private static final Query SAVE =
            Query.write("INSERT INTO digipoort_wire_sizes (mailbox_id, examined_through, exceptions) VALUES (?, ?, ?)");

    private final Tables tables;

    @Inject
    public CassandraWireSizeStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(SIZES));
    }

    @Override
    public WireSizes find(MailboxId mailbox) {
        return tables.row("find the sizes on the wire", FIND, mailbox.serialize())
                .map(CassandraWireSizeStore::sizes)
                .orElse(WireSizes.NOTHING_EXAMINED);
    }

    private static WireSizes sizes(Row row) {
        Map<Long, Long> exceptions = row.getMap("exceptions", Long.class, Long.class);
        return WireSizes.of(row.getLong("examined_through"), exceptions == null ? Map.of() : exceptions);
    }

    @Override
    public void save(MailboxId mailbox, WireSizes sizes) {
        tables.row(
                "save the sizes on the wire", SAVE, mailbox.serialize(), sizes.examinedThrough(), sizes.exceptions());
    }
}
