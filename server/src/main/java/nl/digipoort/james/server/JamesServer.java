// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.Map;
import nl.digipoort.james.server.home.Home;
import org.apache.james.GuiceJamesServer;

/** Where James keeps its data. Everything else is the same for all. */
interface JamesServer {
    /** Reads {@code --assembly} and the options that belong to what it names. */
    static JamesServer from(Options options) {
        String assembly = options.text(RunCommand.ASSEMBLY).orElse("embedded");
        return switch (assembly) {
            case "embedded" -> EmbeddedServer.from(options);
            case "distributed" -> DistributedServer.from(options);
            default ->
                throw new UsageException(
                        "option --assembly is '" + assembly + "'; allowed: embedded (the default), distributed");
        };
    }

    /** Prepares the directory for a start, and locks it. */
    Home open(Path directory);

    /** The system properties that its configuration files ask for. */
    Map<String, String> properties(Path configuration);

    /** James on that home; not started yet. */
    GuiceJamesServer on(Home home);
}
