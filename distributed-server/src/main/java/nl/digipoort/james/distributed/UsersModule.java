// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.adapter.mailbox.DelegationStoreAuthorizator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.DelegationUsernameChangeTaskStep;
import org.apache.james.user.api.UsernameChangeTaskStep;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.cassandra.CassandraDelegationStore;
import org.apache.james.user.cassandra.CassandraRepositoryConfiguration;
import org.apache.james.user.cassandra.CassandraUsersDAO;
import org.apache.james.user.cassandra.CassandraUsersRepositoryModule;
import org.apache.james.user.lib.UsersDAO;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** Accounts, and who may act for whom. */
final class UsersModule extends AbstractModule {
    private static final String FILE = "usersrepository";
    private static final TypeLiteral<UsersRepositoryImpl<CassandraUsersDAO>> USERS = new TypeLiteral<>() {};

    @Override
    protected void configure() {
        Tables.create(binder(), CassandraUsersRepositoryModule.MODULE);
        bind(CassandraUsersDAO.class).in(Scopes.SINGLETON);
        bind(UsersDAO.class).to(CassandraUsersDAO.class);
        bind(USERS).in(Scopes.SINGLETON);
        bind(UsersRepository.class).to(USERS);
        bind(DelegationStore.class).to(CassandraDelegationStore.class);
        bind(Authorizator.class).to(DelegationStoreAuthorizator.class);
        Multibinder.newSetBinder(binder(), UsernameChangeTaskStep.class)
                .addBinding()
                .to(DelegationUsernameChangeTaskStep.class);
    }

    @Provides
    @Singleton
    CassandraRepositoryConfiguration hashing(ConfigurationProvider configuration) throws ConfigurationException {
        return CassandraRepositoryConfiguration.from(configuration.getConfiguration(FILE));
    }

    @ProvidesIntoSet
    InitializationOperation configureUsers(
            ConfigurationProvider configuration, UsersRepositoryImpl<CassandraUsersDAO> users) {
        return InitilizationOperationBuilder.forClass(UsersRepositoryImpl.class)
                .init(() -> users.configure(configuration.getConfiguration(FILE)));
    }
}
