// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** Asks James's domain list. */
public final class JamesDomains implements ServedDomains {
    private final DomainList domains;

    @Inject
    public JamesDomains(DomainList domains) {
        this.domains = domains;
    }

    @Override
    public boolean contains(Domain domain) {
        try {
            return domains.containsDomain(domain);
        } catch (DomainListException e) {
            throw new CredentialStoreUnavailableException("cannot read James's domains", e);
        }
    }
}
