// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.credential.TestUsers;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.jpa.JPADomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.junit.jupiter.api.Test;

/** The same answers as James's, with James JPA's own domains. */
interface JdbcServedDomainsContract {
    Domain DOMAIN = Domain.of("example.net");

    EntityManagerFactory factory();

    private JPADomainList domains() throws Exception {
        JPADomainList domains = new JPADomainList(null, factory());
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .defaultDomain(Domain.of("example.org")));
        return domains;
    }

    @Test
    default void servesADomainWhileJamesHasIt() throws Exception {
        JPADomainList domains = domains();
        JdbcServedDomains served = new JdbcServedDomains(domains, new JamesDatabase(factory()));
        assertThat(served.contains(DOMAIN)).isFalse();

        domains.addDomain(DOMAIN);
        assertThat(served.contains(DOMAIN)).isTrue();
        assertThat(served.contains(Domain.of("EXAMPLE.net"))).isTrue();

        domains.removeDomain(DOMAIN);
        assertThat(served.contains(DOMAIN)).isFalse();
    }

    @Test
    default void leavesDomainsThatAreNotInTheTableToJames() throws Exception {
        JdbcServedDomains served =
                new JdbcServedDomains(TestUsers.domains("example.com"), new JamesDatabase(factory()));

        assertThat(served.contains(Domain.of("example.com"))).isTrue();
        assertThat(served.contains(DOMAIN)).isFalse();
    }
}
