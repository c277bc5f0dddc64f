// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditHead;
import nl.digipoort.james.audit.AuditHeads;

/**
 * Heads of chains in James's Cassandra, one row each. They are changed by lightweight transactions, whose order does not depend on a node's
 * clock. Thread-safe.
 */
public final class CassandraAuditHeads implements AuditHeads {
    private static final Table HEAD =
            Table.of("digipoort_audit_head", "chain_name text PRIMARY KEY, last_seq bigint, last_hash text");
    private static final Query SELECT = Query.read("SELECT chain_name, last_seq, last_hash FROM digipoort_audit_head");
    private static final Query CHANGE = Query.compareAndSet(
            "UPDATE digipoort_audit_head SET last_seq = ?, last_hash = ? WHERE chain_name = ? IF EXISTS");
    private static final Query CREATE = Query.compareAndSet(
            "INSERT INTO digipoort_audit_head (last_seq, last_hash, chain_name) VALUES (?, ?, ?) IF NOT EXISTS");

    private final Tables tables;

    @Inject
    public CassandraAuditHeads(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(HEAD));
    }

    @Override
    public void publish(AuditHead head) {
        tables.put("publish the end of an audit trail", CHANGE, CREATE, head.seq(), head.hash(), head.chain());
    }

    @Override
    public List<AuditHead> heads() {
        List<AuditHead> heads = new ArrayList<>();
        tables.visit(
                "read the ends of the audit trails",
                row -> heads.add(
                        AuditHead.of(row.getString("chain_name"), row.getLong("last_seq"), row.getString("last_hash"))),
                SELECT);
        return heads;
    }
}
