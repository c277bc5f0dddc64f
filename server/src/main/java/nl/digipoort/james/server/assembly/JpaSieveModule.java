// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.apache.james.sieve.jpa.JPASieveRepository;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;

/** Sieve scripts, in the database. We do not offer Sieve, but James's JMX beans and mailets need the store. */
final class JpaSieveModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(JPASieveRepository.class).in(Scopes.SINGLETON);
        bind(SieveRepository.class).to(JPASieveRepository.class);
        bind(SieveQuotaRepository.class).to(JPASieveRepository.class);
    }
}
