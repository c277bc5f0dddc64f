// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.command.line.Refusal;

/** The directory that a server runs on, ours or a stock James's: what its files say of WebAdmin. */
final class Home {
    private static final String SETTINGS = "conf/webadmin.properties";
    private static final String TOKENS = "conf/digipoort-webadmin.tokens";
    private static final String RUNTIME = "var/run/digipoort.properties";
    /** A value of Commons Configuration: a system property of the server, or what stands behind it. */
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{sys:[^:}]*:-([^}]*)}");

    private final Path directory;

    Home(Path directory) {
        this.directory = directory;
    }

    /** Whether a server has made its token here. */
    boolean hasTokens() {
        return Files.exists(tokens());
    }

    Path tokens() {
        return directory.resolve(TOKENS);
    }

    /** What the running server says of itself counts, or else the configuration. */
    String url() {
        Properties settings = read(SETTINGS);
        if (!value(settings, "enabled", "false").equals("true")) {
            throw new Refusal("WebAdmin is not enabled in " + directory.resolve(SETTINGS));
        }
        String scheme = value(settings, "https.enabled", "false").equals("true") ? "https" : "http";
        return scheme + "://" + address(settings);
    }

    private String address(Properties settings) {
        if (Files.exists(directory.resolve(RUNTIME))) {
            String running = value(read(RUNTIME), "webadmin", "");
            if (!running.isEmpty()) {
                return reachable(running);
            }
        }
        String host = value(settings, "host", "localhost");
        return reachable((host.contains(":") ? "[" + host + "]" : host) + ":" + value(settings, "port", "8000"));
    }

    /** A server that listens everywhere is reached by loopback. */
    private static String reachable(String address) {
        String port = address.substring(address.lastIndexOf(':'));
        String host = address.substring(0, address.length() - port.length());
        return (List.of("0.0.0.0", "[::]", "*").contains(host) ? "127.0.0.1" : host) + port;
    }

    private Properties read(String name) {
        Path file = directory.resolve(name);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw Unreadable.file(file, e);
        }
    }

    private static String value(Properties properties, String key, String otherwise) {
        String value = properties.getProperty(key, otherwise).strip();
        Matcher defaulted = DEFAULTED.matcher(value);
        return defaulted.matches() ? defaulted.group(1) : value;
    }
}
