// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.server.assembly.Offline;
import nl.digipoort.james.server.home.Home;
import org.apache.james.ExtraProperties;
import org.apache.james.GuiceJamesServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A James that runs on a home. Only one per process, because system properties configure James. */
final class Gateway {
    private final Home home;
    private final GuiceJamesServer james;
    private final Endpoints endpoints;

    private Gateway(Home home, GuiceJamesServer james, Endpoints endpoints) {
        this.home = home;
        this.james = james;
        this.endpoints = endpoints;
    }

    /** Starts James and returns when all its servers listen; closes the home again if that fails. */
    static Gateway start(Path directory, JamesServer server, Ports ports) {
        Home home = server.open(directory);
        setProperties(home);
        server.properties(home.configuration()).forEach(System::setProperty);
        ports.asProperties().forEach(System::setProperty);
        StandardErrorLog.keepFindings();
        GuiceJamesServer james = server.on(home);
        try {
            ConfigurationFiles.in(home.configuration()).check();
            Listeners listeners = Listeners.from(home.directory());
            listeners.check();
            james.start();
            Endpoints endpoints = new RunningEndpoints(james, listeners).read();
            home.runtimeFile()
                    .write(endpoints.jmx().orElse(""), endpoints.webadmin().orElse(""));
            return new Gateway(home, james, endpoints);
        } catch (Exception e) {
            log().error("The start failed", e);
            shutDown(home, james);
            throw StartFailure.explain(e, home.logFile());
        }
    }

    /**
     * Runs a tool of the extension in a James without listeners, and stops it again.
     *
     * @param tool the name of its class
     * @return the exit status
     */
    static int offline(Path directory, JamesServer server, String tool, List<String> arguments, Console console) {
        Home home = server.open(directory);
        setProperties(home);
        server.properties(home.configuration()).forEach(System::setProperty);
        GuiceJamesServer james = Offline.without(server.on(home));
        try {
            ConfigurationFiles.in(home.configuration()).check();
            james.start();
            return Offline.tool(james, tool).run(console.out(), console.err(), arguments.toArray(String[]::new));
        } catch (Exception e) {
            log().error("The tool failed", e);
            throw StartFailure.explain(e, home.logFile());
        } finally {
            shutDown(home, james);
        }
    }

    private static void setProperties(Home home) {
        Path configuration = home.configuration();
        System.setProperty("working.directory", home.directory().toString());
        System.setProperty("digipoort.log.file", home.logFile().toString());
        System.setProperty("logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        System.setProperty(
                "logback.configurationFile",
                configuration.resolve("logback-embedded.xml").toString());
        System.setProperty(
                ExtraProperties.OVERRIDE_PROPERTY,
                configuration.resolve("jvm.properties").toString());
        ExtraProperties.initialize();
        System.setProperty("james.exit.on.startup.error", "false");
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** A text that says where WebAdmin's token is stored, without the token itself. Empty without a token or without WebAdmin. */
    Optional<String> whereTheTokenIs() {
        Path tokens = home.configuration().resolve("digipoort-webadmin.tokens");
        return endpoints
                .webadmin()
                .filter(address -> Files.exists(tokens))
                .map(address -> "WebAdmin and its console, http://" + address
                        + "/digipoort/console, ask for the token in " + tokens);
    }

    /** Stops James in order, the database last, then releases the home. */
    void stop() {
        shutDown(home, james);
    }

    /** The runtime file goes last, because who waits for its end copies the database then. */
    private static void shutDown(Home home, GuiceJamesServer james) {
        try (home) {
            try {
                james.stop();
            } finally {
                home.runtimeFile().remove();
            }
        } catch (RuntimeException e) {
            log().error("James did not stop in order", e);
        }
    }

    /** Not a constant: the first logger loads the logging configuration, which needs the home. */
    private static Logger log() {
        return LoggerFactory.getLogger(Gateway.class);
    }
}
