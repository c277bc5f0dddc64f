// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.Set;

/** {@code run}: runs the server on a home directory until a signal stops it. */
final class RunCommand implements Command {
    static final String HOME = "--home";
    static final String POP3_PORT = "--pop3-port";
    static final String SMTP_PORT = "--smtp-port";
    static final String WEBADMIN_PORT = "--webadmin-port";
    static final String JMX_PORT = "--jmx-port";
    static final String BIND = "--bind";
    static final String ACCEPT_LOSS = "--accept-loss";
    static final String ASSEMBLY = "--assembly";
    static final String CASSANDRA = "--cassandra";
    static final String RABBITMQ = "--rabbitmq";
    static final String RABBITMQ_MANAGEMENT = "--rabbitmq-management";
    static final Set<String> OPTIONS = Set.of(
            HOME,
            POP3_PORT,
            SMTP_PORT,
            WEBADMIN_PORT,
            JMX_PORT,
            BIND,
            ACCEPT_LOSS,
            ASSEMBLY,
            CASSANDRA,
            RABBITMQ,
            RABBITMQ_MANAGEMENT);

    private final Path home;
    private final Ports ports;
    private final JamesServer server;

    private RunCommand(Path home, Ports ports, JamesServer server) {
        this.home = home;
        this.ports = ports;
        this.server = server;
    }

    static RunCommand from(Options options) {
        return new RunCommand(options.directory(HOME), Ports.from(options), JamesServer.from(options));
    }

    @Override
    public int execute(Console console) {
        Gateway gateway = Gateway.start(home, server, ports);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "digipoort-stop"));
        StandardErrorLog.attach();
        gateway.whereTheTokenIs().ifPresent(console::aside);
        console.line(gateway.endpoints().readyLine());
        return Console.STAY;
    }

    private static void stop(Gateway gateway) {
        StandardErrorLog.detach();
        gateway.stop();
    }
}
