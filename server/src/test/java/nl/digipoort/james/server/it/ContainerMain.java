// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.assembly.Assembly;
import nl.digipoort.james.server.database.DatabaseDamage;
import org.apache.james.ExtraProperties;
import org.apache.james.JamesServerMain;

/** Starts our assembly as the main class of stock James's images start theirs, which are in no Maven repository. */
public final class ContainerMain {
    private ContainerMain() {}

    /** @param args {@code distributed} for James on Cassandra and RabbitMQ; nothing for James on JPA */
    public static void main(String[] args) throws Exception {
        ExtraProperties.initialize();
        Path home = Path.of(System.getProperty("working.directory"));
        JamesServerMain.main(
                List.of(args).contains("distributed")
                        ? Assembly.distributed(home)
                        : Assembly.embedded(home, DatabaseDamage.REFUSED));
    }
}
