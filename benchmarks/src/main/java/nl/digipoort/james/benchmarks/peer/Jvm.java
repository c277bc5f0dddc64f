// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.nio.file.Path;

/** The JDK of the Java servers: the one that runs this program. */
final class Jvm {
    private Jvm() {}

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static String version() {
        return "JDK " + System.getProperty("java.runtime.version");
    }
}
