// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.backends.cassandra.init.CassandraZonedDateTimeModule;
import org.apache.james.backends.cassandra.init.ResilientClusterProvider;
import org.apache.james.backends.cassandra.init.SessionWithInitializedTablesFactory;
import org.apache.james.backends.cassandra.init.configuration.CassandraConfiguration;
import org.apache.james.backends.cassandra.init.configuration.ClusterConfiguration;
import org.apache.james.backends.cassandra.init.configuration.KeyspaceConfiguration;
import org.apache.james.backends.cassandra.utils.CassandraHealthCheck;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionDAO;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionManager;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionModule;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.lifecycle.api.StartUpCheck;
import org.apache.james.utils.PropertiesProvider;

/** The one session with Cassandra, which the extension uses too, and the keyspace with all tables. */
final class SessionModule extends AbstractModule {
    private static final String FILE = "cassandra";
    private static final String USER = "cassandra.user";
    private static final String PASSWORD = "cassandra.password";

    @Override
    protected void configure() {
        Tables.create(binder(), CassandraZonedDateTimeModule.MODULE, CassandraSchemaVersionModule.MODULE);
        bind(CassandraSchemaVersionDAO.class).in(Scopes.SINGLETON);
        bind(CassandraSchemaVersionManager.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), StartUpCheck.class).addBinding().to(SchemaVersionCheck.class);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(CassandraHealthCheck.class);
    }

    @Provides
    @Singleton
    @Named(FILE)
    Configuration settings(PropertiesProvider properties) throws ConfigurationException {
        Configuration settings = Settings.read(properties, FILE, List.of("cassandra.nodes"));
        return settings.containsKey(USER) ? Settings.read(properties, FILE, List.of(USER, PASSWORD)) : settings;
    }

    @Provides
    @Singleton
    ClusterConfiguration cluster(@Named(FILE) Configuration settings) {
        return ClusterConfiguration.from(settings);
    }

    @Provides
    @Singleton
    CassandraConfiguration tuning(@Named(FILE) Configuration settings) {
        return CassandraConfiguration.from(settings);
    }

    /** Counts when James creates the keyspace. */
    @Provides
    @Singleton
    KeyspaceConfiguration keyspace(@Named(FILE) Configuration settings) {
        return KeyspaceConfiguration.builder()
                .keyspace(settings.getString("cassandra.keyspace", "apache_james"))
                .replicationFactor(settings.getInt("cassandra.replication.factor", 1))
                .durableWrites(true);
    }

    /** Closed last, by the provider of its cluster, which is created first. */
    @Provides
    @Singleton
    CqlSession session(ResilientClusterProvider cluster, KeyspaceConfiguration keyspace, Set<CassandraModule> tables) {
        KeyspaceCopies.warnOfOne(cluster.get(), keyspace.getKeyspace());
        return new SessionWithInitializedTablesFactory(cluster.get(), CassandraModule.aggregateModules(tables)).get();
    }
}
