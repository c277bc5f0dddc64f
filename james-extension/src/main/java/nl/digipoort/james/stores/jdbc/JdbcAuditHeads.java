// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditHead;
import nl.digipoort.james.audit.AuditHeads;

/** Heads of chains in James's database, one row each. Thread-safe. */
public final class JdbcAuditHeads implements AuditHeads {
    private static final Table HEAD = Table.of(
            "DIGIPOORT_AUDIT_HEAD",
            "CHAIN_NAME VARCHAR(255) NOT NULL PRIMARY KEY, LAST_SEQ BIGINT NOT NULL, LAST_HASH VARCHAR(64) NOT NULL");
    private static final String SELECT = "SELECT CHAIN_NAME, LAST_SEQ, LAST_HASH FROM DIGIPOORT_AUDIT_HEAD";
    private static final String UPDATE =
            "UPDATE DIGIPOORT_AUDIT_HEAD SET LAST_SEQ = ?, LAST_HASH = ? WHERE CHAIN_NAME = ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_AUDIT_HEAD (LAST_SEQ, LAST_HASH, CHAIN_NAME) VALUES (?, ?, ?)";

    private final Tables tables;

    @Inject
    public JdbcAuditHeads(Transactions database) {
        this.tables = new Tables(database, List.of(HEAD));
    }

    /** The insert may conflict with another one. {@link Tables} then runs it again, which updates the row. */
    @Override
    public void publish(AuditHead head) {
        tables.run(
                "publish the end of an audit trail",
                connection -> Sql.update(connection, UPDATE, head.seq(), head.hash(), head.chain()) > 0
                        || Sql.update(connection, INSERT, head.seq(), head.hash(), head.chain()) > 0);
    }

    @Override
    public List<AuditHead> heads() {
        return tables.run(
                "read the ends of the audit trails",
                connection -> Sql.all(
                        connection, row -> AuditHead.of(row.getString(1), row.getLong(2), row.getString(3)), SELECT));
    }
}
