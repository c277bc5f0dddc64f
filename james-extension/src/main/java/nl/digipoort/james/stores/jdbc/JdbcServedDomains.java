// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.JamesDomains;
import nl.digipoort.james.credential.ServedDomains;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.jpa.JPADomainList;

/**
 * Looks a domain up in James JPA's table, because a query of OpenJPA costs every login ten times as much as its statement
 * (docs/develop/adr/0075-processor-time-of-a-login.md). James itself decides about a domain that is not in the table: it may have detected
 * it.
 */
public final class JdbcServedDomains implements ServedDomains {
    private static final String SELECT = "SELECT 1 FROM JAMES_DOMAIN WHERE DOMAIN_NAME = ?";

    private final ServedDomains james;
    private final boolean inTable;
    private final Tables tables;

    /** @param domains James's domains, which may be stored elsewhere even if James has a database */
    @Inject
    public JdbcServedDomains(DomainList domains, JamesDatabase database) {
        this.james = new JamesDomains(domains);
        this.inTable = domains instanceof JPADomainList;
        this.tables = new Tables(database, List.of(), CredentialStoreUnavailableException::new);
    }

    @Override
    public boolean contains(Domain domain) {
        return (inTable && isListed(domain)) || james.contains(domain);
    }

    private boolean isListed(Domain domain) {
        return tables.query("find a domain", connection -> Sql.exists(connection, SELECT, domain.asString()));
    }
}
