// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.apache.james.sieve.cassandra.CassandraSieveRepository;
import org.apache.james.sieve.cassandra.CassandraSieveRepositoryModule;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;

/** Sieve scripts. We do not offer Sieve, but James's JMX beans and mailets need the store. */
final class SieveModule extends AbstractModule {
    @Override
    protected void configure() {
        Tables.create(binder(), CassandraSieveRepositoryModule.MODULE);
        bind(CassandraSieveRepository.class).in(Scopes.SINGLETON);
        bind(SieveRepository.class).to(CassandraSieveRepository.class);
        bind(SieveQuotaRepository.class).to(CassandraSieveRepository.class);
    }
}
