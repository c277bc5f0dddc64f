package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import nl.digipoort.james.benchmarks.process.Command;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** The JDK that runs this program runs the Java servers too. */
final class Jvm {
    private Jvm() {}

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static String version() {
        return "JDK " + System.getProperty("java.runtime.version");
    }

    /** Twice: the first collection leaves the heap larger than what lives in it. */
    static void collectGarbage(ProcessTree process) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Command.run(tool("jcmd"), Long.toString(process.pid()), "GC.run");
        }
    }
}
