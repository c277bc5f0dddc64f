// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of the console, from the jar. The list is fixed, so that the path of a request is never used as a file name. Immutable. */
final class ConsoleFile {
    private static final String FOLDER = "console/";
    private static final String PAGE = "console.html";

    private final String path;
    private final String type;
    private final String content;

    private ConsoleFile(String path, String type, String content) {
        this.path = path;
        this.type = type;
        this.content = content;
    }

    /**
     * All files of the console.
     *
     * @param base the path of the page; the other files are below it
     */
    static List<ConsoleFile> all(String base) {
        return Stream.concat(
                        Stream.of(new ConsoleFile(base, "text/html", read(PAGE))),
                        Stream.of(
                                        "account.js",
                                        "api.js",
                                        "cards.js",
                                        "chart.js",
                                        "confirm.js",
                                        "console.css",
                                        "console.js",
                                        "icon.svg",
                                        "notes.js",
                                        "overview.js",
                                        "table.js",
                                        "words.js")
                                .map(name -> new ConsoleFile(base + "/" + name, type(name), read(name))))
                .collect(Collectors.toUnmodifiableList());
    }

    private static String type(String name) {
        switch (name.substring(name.lastIndexOf('.'))) {
            case ".js":
                return "text/javascript";
            case ".css":
                return "text/css";
            case ".svg":
                return "image/svg+xml";
            default:
                throw new IllegalArgumentException("no type is known for " + name);
        }
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
