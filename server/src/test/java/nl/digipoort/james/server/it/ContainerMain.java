// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Path;
import nl.digipoort.james.server.assembly.Assembly;
import nl.digipoort.james.server.database.DatabaseDamage;
import org.apache.james.ExtraProperties;
import org.apache.james.JamesServerMain;

/** Starts our assembly as the main class of stock James's image starts its own, which is in no Maven repository. */
public final class ContainerMain {
    private ContainerMain() {}

    public static void main(String[] args) throws Exception {
        ExtraProperties.initialize();
        JamesServerMain.main(
                Assembly.embedded(Path.of(System.getProperty("working.directory")), DatabaseDamage.REFUSED));
    }
}
