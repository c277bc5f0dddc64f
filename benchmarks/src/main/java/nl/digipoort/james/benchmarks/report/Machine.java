// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.benchmarks.process.Command;

/** The machine of the measurements. */
public final class Machine {
    private static final double GIBI = 1024.0 * 1024.0;

    private Machine() {}

    public static Map<String, String> describe() throws IOException, InterruptedException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", first("model name\\s*: (.*)", Files.readString(Path.of("/proc/cpuinfo"))));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", memory(Files.readString(Path.of("/proc/meminfo"))));
        machine.put("system", first("PRETTY_NAME=\"(.*)\"", Files.readString(Path.of("/etc/os-release"))));
        machine.put("kernel", Command.output("uname", "-r").strip());
        machine.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        machine.put("OpenSSL", Command.output("openssl", "version").strip());
        machine.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        return machine;
    }

    private static String memory(String meminfo) {
        double gibibytes = Long.parseLong(first("MemTotal:\\s*([0-9]+) kB", meminfo)) / GIBI;
        return Math.round(gibibytes) + " GiB";
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
