// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.digipoort.james.command.line.UsageException;

/**
 * The files of one {@code conf/} as they are and as they are to be. Every octet that no edit touches stays: what is no UTF-8 is taken
 * octet by octet, and a file with CRLF gets CRLF. Not thread-safe.
 */
final class ConfigurationFiles {
    private final Path conf;
    private final Map<String, Optional<String>> read = new HashMap<>();
    private final Map<String, Charset> charsets = new HashMap<>();
    private final Map<String, String> edited = new TreeMap<>();

    ConfigurationFiles(Path conf) {
        this.conf = conf;
    }

    /** The text as it is to be; empty without the file. */
    Optional<String> text(String name) {
        String text = edited.get(name);
        return text == null ? original(name) : Optional.of(text);
    }

    /** @throws UsageException if the file is there and cannot be read */
    Optional<String> original(String name) {
        return read.computeIfAbsent(name, this::load);
    }

    private Optional<String> load(String name) {
        try {
            byte[] octets = Files.readAllBytes(conf.resolve(name));
            charsets.put(name, charset(octets));
            return Optional.of(new String(octets, charsets.get(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UsageException(conf.resolve(name) + " cannot be read: " + e.getMessage());
        }
    }

    private static Charset charset(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** What the file is to be; lines of the new text may end with LF alone. */
    void put(String name, String text) {
        Optional<String> before = original(name);
        boolean crlf = before.filter(ConfigurationFiles::hasCrlfOnly).isPresent();
        String after = crlf ? text.replace("\r\n", "\n").replace("\n", "\r\n") : text;
        if (before.filter(after::equals).isPresent()) {
            edited.remove(name);
        } else {
            edited.put(name, after);
        }
    }

    private static boolean hasCrlfOnly(String text) {
        return text.contains("\r\n") && text.replace("\r\n", "").indexOf('\n') < 0;
    }

    /** The files whose text changes, in the order of their names. */
    Map<String, String> edited() {
        return Map.copyOf(edited);
    }

    byte[] octets(String name) {
        return edited.get(name).getBytes(charsets.getOrDefault(name, StandardCharsets.UTF_8));
    }

    PropertiesText properties(String name) {
        return new PropertiesText(text(name).orElse(""));
    }

    /** @throws UsageException if it is not well-formed */
    Optional<XmlElement> xml(String name) {
        return text(name).map(text -> XmlText.root(conf.resolve(name).toString(), text));
    }
}
