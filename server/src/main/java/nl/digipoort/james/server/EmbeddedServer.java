// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.server.assembly.Assembly;
import nl.digipoort.james.server.database.DatabaseDamage;
import nl.digipoort.james.server.home.Home;
import nl.digipoort.james.server.home.HomeKind;
import org.apache.james.GuiceJamesServer;

/** James with a database in the home, or one that it reaches by JDBC. */
final class EmbeddedServer implements JamesServer {
    private final DatabaseDamage damage;

    EmbeddedServer(DatabaseDamage damage) {
        this.damage = damage;
    }

    static EmbeddedServer from(Options options) {
        for (String option : List.of(RunCommand.CASSANDRA, RunCommand.RABBITMQ, RunCommand.RABBITMQ_MANAGEMENT)) {
            if (options.has(option)) {
                throw new UsageException("option " + option + " is for --assembly distributed");
            }
        }
        return new EmbeddedServer(
                options.has(RunCommand.ACCEPT_LOSS) ? DatabaseDamage.ACCEPTED : DatabaseDamage.REFUSED);
    }

    @Override
    public Home open(Path directory) {
        return Home.open(directory, HomeKind.EMBEDDED);
    }

    @Override
    public Map<String, String> properties(Path configuration) {
        return Map.of();
    }

    @Override
    public GuiceJamesServer on(Home home) {
        return Assembly.embedded(home.directory(), damage);
    }
}
