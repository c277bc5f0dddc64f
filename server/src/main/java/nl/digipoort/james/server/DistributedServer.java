// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.server.assembly.Assembly;
import nl.digipoort.james.server.home.Home;
import nl.digipoort.james.server.home.HomeKind;
import org.apache.james.GuiceJamesServer;

/** James on Cassandra and RabbitMQ. Where they are is an option or in {@code conf/}; passwords are never options. */
final class DistributedServer implements JamesServer {

    private final Optional<String> cassandra;
    private final Optional<URI> rabbitMq;
    private final Optional<URI> management;

    private DistributedServer(Optional<String> cassandra, Optional<URI> rabbitMq, Optional<URI> management) {
        this.cassandra = cassandra;
        this.rabbitMq = rabbitMq;
        this.management = management;
    }

    static DistributedServer from(Options options) {
        if (options.has(RunCommand.ACCEPT_LOSS)) {
            throw new UsageException("option --accept-loss is for --assembly embedded");
        }
        return new DistributedServer(
                options.text(RunCommand.CASSANDRA).map(DistributedServer::nodes),
                uri(options, RunCommand.RABBITMQ, List.of("amqp", "amqps")),
                uri(options, RunCommand.RABBITMQ_MANAGEMENT, List.of("http", "https")));
    }

    private static String nodes(String value) {
        if (!value.matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?(,[A-Za-z0-9._-]+(:[0-9]{1,5})?)*")) {
            throw new UsageException("option --cassandra is '" + value + "', not HOST[:PORT], or several with commas");
        }
        return value;
    }

    private static Optional<URI> uri(Options options, String name, List<String> schemes) {
        return options.text(name).map(value -> uri(name, value, schemes));
    }

    private static URI uri(String name, String value, List<String> schemes) {
        // not what the parser takes for it: without a scheme, or with an odd host, it finds no user
        if (value.contains("@")) {
            throw new UsageException("option " + name
                    + " has a user or a password, which every user of the machine could see: conf/rabbitmq.properties"
                    + " says where they belong");
        }
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && uri.getScheme() != null && schemes.contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("option " + name + " is no URL: " + e.getReason());
        }
        throw new UsageException(
                "option " + name + " is '" + value + "', not " + String.join(" or ", schemes) + "://HOST[:PORT]");
    }

    @Override
    public Home open(Path directory) {
        return Home.open(directory, HomeKind.DISTRIBUTED);
    }

    @Override
    public Map<String, String> properties(Path configuration) {
        Map<String, String> properties = new HashMap<>();
        properties.put("digipoort.repositories", "cassandra");
        // where the driver of Cassandra looks
        properties.put(
                "config.file", configuration.resolve("cassandra-driver.conf").toString());
        cassandra.ifPresent(nodes -> properties.put("digipoort.cassandra", nodes));
        rabbitMq.ifPresent(uri -> {
            properties.put("digipoort.rabbitmq", uri.toString());
            properties.put("digipoort.rabbitmq.management", administration(uri));
        });
        management.ifPresent(uri -> properties.put("digipoort.rabbitmq.management", uri.toString()));
        return properties;
    }

    /** On its usual port, and as confidential as RabbitMQ itself. */
    private static String administration(URI rabbitMq) {
        return rabbitMq.getScheme().equals("amqps")
                ? "https://" + rabbitMq.getHost() + ":15671"
                : "http://" + rabbitMq.getHost() + ":15672";
    }

    @Override
    public GuiceJamesServer on(Home home) {
        return Assembly.distributed(home.directory());
    }
}
