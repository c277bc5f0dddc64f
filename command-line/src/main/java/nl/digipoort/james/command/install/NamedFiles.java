// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The files that settings name by {@code file://conf/…}, and who can read them. No content of them is ever told. */
final class NamedFiles {
    private static final String FILE = ServerEdits.POP3;
    private static final int KEY_OCTETS = 32;

    private final James james;
    private final Variables variables;
    private final Findings findings;

    NamedFiles(James james, Variables variables, Findings findings) {
        this.james = james;
        this.variables = variables;
        this.findings = findings;
    }

    /** The content, if the setting names a file that is there and can be read; otherwise it is found. */
    Optional<byte[]> content(XmlElement setting, String otherwise) {
        Optional<Path> file = path(setting);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] content = Files.readAllBytes(file.get());
            if (Readers.lackAccess(james.conf(), file.get())) {
                findings.elsewhere(
                        james.directory().relativize(file.get()).toString(),
                        "James's user cannot read it, if it reads conf/ by its group",
                        "owner and group of conf/, mode 640");
            }
            return Optional.of(content);
        } catch (IOException e) {
            String found = Files.exists(file.get()) ? " cannot be read: " : " is not there: ";
            findings.add(
                    FILE, setting.line(), setting.text() + found + otherwise, "that file, readable for James's user");
            return Optional.empty();
        }
    }

    /** Keys of 32 octets in base64, one a line. */
    void key(XmlElement setting, String otherwise) {
        Optional<byte[]> content = content(setting, otherwise);
        if (content.isPresent() && !isKey(new String(content.get(), US_ASCII))) {
            findings.add(FILE, setting.line(), setting.text() + " has no key", "32 random octets in base64");
        }
        path(setting).ifPresent(this::forOwner);
    }

    private static boolean isKey(String text) {
        Optional<String> first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst();
        try {
            return first.isPresent() && Base64.getDecoder().decode(first.get()).length == KEY_OCTETS;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Finds a file that every user of the machine can read. */
    void forOwner(Path file) {
        if (Readers.others(file)) {
            findings.elsewhere(
                    james.directory().relativize(file).toString(),
                    "every user of this machine can read it",
                    "mode 600");
        }
    }

    /** Empty for what is no file, as an environment variable. */
    Optional<Path> path(XmlElement setting) {
        String text = variables.resolve(setting.text());
        if (text.startsWith("file://")) {
            String path = text.substring("file://".length());
            return Optional.of(james.directory().resolve(path).normalize());
        }
        return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
    }
}
