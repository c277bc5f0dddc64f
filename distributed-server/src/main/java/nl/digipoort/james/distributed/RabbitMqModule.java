// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.backends.rabbitmq.RabbitMQConfiguration;
import org.apache.james.backends.rabbitmq.RabbitMQHealthCheck;
import org.apache.james.backends.rabbitmq.ReactorRabbitMQChannelPool;
import org.apache.james.backends.rabbitmq.ReceiverProvider;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.utils.PropertiesProvider;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.Sender;

/** The connection to RabbitMQ and its channels. Whoever must begin again after a lost connection adds itself to the set of handlers. */
final class RabbitMqModule extends AbstractModule {
    /** Names the settings of {@code rabbitmq.properties}. */
    static final String SETTINGS = "rabbitmq";

    private static final List<String> REQUIRED =
            List.of("uri", "management.uri", "management.user", "management.password");

    @Override
    protected void configure() {
        bind(SimpleConnectionPool.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(RabbitMQHealthCheck.class);
    }

    @Provides
    @Singleton
    @Named(SETTINGS)
    Configuration settings(PropertiesProvider properties) throws ConfigurationException {
        return Settings.read(properties, SETTINGS, REQUIRED);
    }

    @Provides
    @Singleton
    RabbitMQConfiguration rabbitMq(@Named(SETTINGS) Configuration settings) throws ConfigurationException {
        requireCheckedCertificate(settings);
        return RabbitMQConfiguration.from(settings);
    }

    /** Without that setting the client takes any certificate, and whoever has one gets the password. */
    private static void requireCheckedCertificate(Configuration settings) throws ConfigurationException {
        boolean encrypted = settings.getString("uri").toLowerCase(Locale.ROOT).startsWith("amqps:");
        if (encrypted && !settings.getBoolean("ssl.enabled", false)) {
            throw new ConfigurationException("conf/rabbitmq.properties: uri is amqps, which needs ssl.enabled=true:"
                    + " without it nobody checks the certificate");
        }
    }

    @Provides
    @Singleton
    SimpleConnectionPool.Configuration connections(@Named(SETTINGS) Configuration settings) {
        return SimpleConnectionPool.Configuration.from(settings);
    }

    @Provides
    @Singleton
    ReactorRabbitMQChannelPool.Configuration channels(@Named(SETTINGS) Configuration settings) {
        return ReactorRabbitMQChannelPool.Configuration.from(settings);
    }

    @Provides
    @Singleton
    ReactorRabbitMQChannelPool channelPool(
            SimpleConnectionPool connections,
            ReactorRabbitMQChannelPool.Configuration settings,
            MetricFactory metrics) {
        ReactorRabbitMQChannelPool pool =
                new ReactorRabbitMQChannelPool(connections.getResilientConnection(), settings, metrics);
        pool.start();
        return pool;
    }

    @Provides
    @Singleton
    Sender sender(ReactorRabbitMQChannelPool channels) {
        return channels.getSender();
    }

    @Provides
    @Singleton
    ReceiverProvider receivers(SimpleConnectionPool connections) {
        return () ->
                RabbitFlux.createReceiver(new ReceiverOptions().connectionMono(connections.getResilientConnection()));
    }

    @ProvidesIntoSet
    InitializationOperation watchConnection(
            SimpleConnectionPool connections, Set<SimpleConnectionPool.ReconnectionHandler> handlers) {
        return InitilizationOperationBuilder.forClass(SimpleConnectionPool.class)
                .init(() -> connections.init(handlers));
    }
}
