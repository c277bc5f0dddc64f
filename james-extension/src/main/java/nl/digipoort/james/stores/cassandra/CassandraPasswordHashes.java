// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.credential.PasswordHashes;
import org.apache.james.core.Username;
import org.apache.james.user.lib.model.Algorithm;

/** The hashes in the user table of James's Cassandra. Thread-safe. */
public final class CassandraPasswordHashes implements PasswordHashes {
    private static final Query FIND = Query.read("SELECT algorithm, passwd FROM user WHERE name = ?");
    private static final Query CREATE = Query.compareAndSet(
            "INSERT INTO user (name, realname, passwd, algorithm) VALUES (?, ?, ?, ?) IF NOT EXISTS");

    private final Tables tables;

    @Inject
    public CassandraPasswordHashes(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(), CredentialStoreUnavailableException::new);
    }

    @Override
    public String form() {
        return "cassandra";
    }

    @Override
    public Optional<PasswordHash> find(Username user) {
        return tables.row("read a user's password hash", FIND, user.asString())
                .map(row -> PasswordHash.of(row.getString("algorithm"), row.getString("passwd")));
    }

    /** Writes what James writes. If it is executed twice, the second one finds the user of the first. */
    @Override
    public boolean create(Username user, PasswordHash hash) {
        String name = user.asString();
        String algorithm = Algorithm.of(hash.algorithm()).asString();
        CasAnswer answer = tables.compareAndSet("make a user", CREATE, name, name, hash.hash(), algorithm);
        return answer.isApplied()
                || answer.found()
                        .filter(row -> hash.hash().equals(row.getString("passwd")))
                        .isPresent();
    }
}
