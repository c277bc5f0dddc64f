// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.Set;
import nl.digipoort.james.server.database.DatabaseDamage;
import nl.digipoort.james.server.home.Home;

/** {@code run}: runs the server on a home directory until a signal stops it. */
final class RunCommand implements Command {
    static final String HOME = "--home";
    static final String POP3_PORT = "--pop3-port";
    static final String SMTP_PORT = "--smtp-port";
    static final String WEBADMIN_PORT = "--webadmin-port";
    static final String JMX_PORT = "--jmx-port";
    static final String BIND = "--bind";
    static final String ACCEPT_LOSS = "--accept-loss";
    static final Set<String> OPTIONS = Set.of(HOME, POP3_PORT, SMTP_PORT, WEBADMIN_PORT, JMX_PORT, BIND, ACCEPT_LOSS);

    private final Path home;
    private final Ports ports;
    private final DatabaseDamage damage;

    private RunCommand(Path home, Ports ports, DatabaseDamage damage) {
        this.home = home;
        this.ports = ports;
        this.damage = damage;
    }

    static RunCommand from(Options options) {
        DatabaseDamage damage = options.has(ACCEPT_LOSS) ? DatabaseDamage.ACCEPTED : DatabaseDamage.REFUSED;
        return new RunCommand(options.directory(HOME), Ports.from(options), damage);
    }

    @Override
    public int execute(Console console) {
        Gateway gateway = Gateway.start(Home.open(home), ports, damage);
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
