// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A file of the console, from the jar. The list is fixed, so that the path of a request is never used as a file name. Immutable. */
final class ConsoleFile {
    private static final String FOLDER = "console/";
    private static final String PAGE = "console.html";
    private static final List<String> BESIDE_THE_PAGE = List.of(
            "account.js",
            "accounts.js",
            "acts.js",
            "api.js",
            "audit.js",
            "cards.js",
            "certificates.js",
            "chart.js",
            "clients.js",
            "console.css",
            "console.js",
            "csv.js",
            "dialog.js",
            "failed.js",
            "health.js",
            "held.js",
            "icon.svg",
            "limits.js",
            "messages.js",
            "needs.js",
            "notes.js",
            "overview.js",
            "pages.js",
            "records.js",
            "repositories.js",
            "sessions.js",
            "table.js",
            "words.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html",
            "js", "text/javascript",
            "css", "text/css",
            "svg", "image/svg+xml");

    private final String path;
    private final String type;
    private final String content;

    private ConsoleFile(String path, String name) {
        this.path = path;
        this.type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
        this.content = read(name);
    }

    /**
     * All files of the console.
     *
     * @param base the path of the page; the other files are below it
     */
    static List<ConsoleFile> all(String base) {
        List<ConsoleFile> files = new ArrayList<>();
        files.add(new ConsoleFile(base, PAGE));
        BESIDE_THE_PAGE.forEach(name -> files.add(new ConsoleFile(base + "/" + name, name)));
        return List.copyOf(files);
    }

    private static String read(String name) {
        try (InputStream stream = ConsoleFile.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + FOLDER + name);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return path;
    }

    /** The value of the header Content-Type. */
    String type() {
        return type + ";charset=utf-8";
    }

    String content() {
        return content;
    }
}
