// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dovecot's inboxes in mbox, each with the uids that it wrote into it. Not thread-safe. */
final class MboxSource implements MailSource {
    private final AccountPattern pattern;
    private final UidlFormat format;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Map<String, String> fingerprints = new LinkedHashMap<>();

    MboxSource(AccountPattern pattern, UidlFormat format) {
        this.pattern = pattern;
        this.format = format;
    }

    @Override
    public Optional<ForeignMaildrop> find(ForeignAccount account) throws ConvertException, IOException {
        Optional<Path> place = UserFiles.real(pattern.of(account));
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Path file = place.get();
        files.put(account.name(), file);
        fingerprints.put(account.name(), fingerprint(file));
        // the lines between messages have the time zone of the machine
        return Optional.of(new MboxMaildrop(file, MboxFile.read(file, ZoneId.systemDefault()), format));
    }

    private static String fingerprint(Path file) throws IOException {
        BasicFileAttributes attributes = UserFiles.regular(file);
        return attributes.size() + " " + attributes.lastModifiedTime();
    }

    @Override
    public List<String> leftBehind() {
        List<String> lines = new ArrayList<>();
        files.forEach((account, file) -> {
            try {
                if (!fingerprint(file).equals(fingerprints.get(account))) {
                    lines.add(file + " was changed after it was read: stop the old server, and convert again");
                }
            } catch (IOException e) {
                lines.add(file + " cannot be read any more: " + e.getMessage());
            }
        });
        return lines;
    }
}
