// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.mail.CanonicalInputStream;

/**
 * Courier's {@code courierpop3dsizelist}, versions 1 to 3: each line has a file, its size and the numbers of its unique-id. A file without
 * numbers has its name as the unique-id. A last {@code :1} says that the message needs UTF8 (RFC 6856), which does not change its id. Immutable.
 */
final class CourierSizesList implements UniqueIdList {
    private static final Pattern HEADER = Pattern.compile("/([123]) (\\d{1,18})(?: (\\d{1,18}))?");
    private static final Pattern RECORD = Pattern.compile("(.+) \\d+ (\\d{1,18})(?::(\\d{1,18}))?(?::[01])?");
    private static final Pattern VERSION_0 = Pattern.compile("(.+) \\d+");

    private final long validity;
    private final long next;
    private final Map<String, String> uniqueIds;

    private CourierSizesList(long validity, long next, Map<String, String> uniqueIds) {
        this.validity = validity;
        this.next = next;
        this.uniqueIds = uniqueIds;
    }

    /** @throws ConvertException if it is not in one of the forms that give unique-ids */
    static CourierSizesList read(Path file) throws ConvertException, IOException {
        try (ListLines lines = ListLines.open(file)) {
            String first = lines.next();
            Matcher header = HEADER.matcher(first == null ? "" : first);
            if (!header.matches()) {
                throw damaged(file, first == null || VERSION_0.matcher(first).matches() ? "version 0" : first);
            }
            long next = Long.parseLong(header.group(2));
            long validity = header.group(3) == null ? 0 : Long.parseLong(header.group(3));
            Map<String, String> uniqueIds = new HashMap<>();
            for (String line = lines.next(); line != null; line = lines.next()) {
                Matcher entry = RECORD.matcher(line);
                if (!entry.matches()) {
                    throw damaged(file, line);
                }
                String name = MaildirName.withoutFlags(entry.group(1));
                uniqueIds.put(name, uniqueId(name, Long.parseLong(entry.group(2)), validity(entry)));
            }
            return new CourierSizesList(validity, next, uniqueIds);
        }
    }

    private static long validity(Matcher entry) {
        return entry.group(3) == null ? 0 : Long.parseLong(entry.group(3));
    }

    private static String uniqueId(String name, long number, long validity) {
        if (number == 0) {
            return nameAsId(name);
        }
        return "UID" + number + (validity == 0 ? "" : "-" + validity);
    }

    private static String nameAsId(String name) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character > ' ' && character <= '~' && "'\"+".indexOf(character) < 0) {
                id.append(character);
            } else {
                id.append(String.format(Locale.ROOT, "+%02X", (int) character));
            }
        }
        return id.toString();
    }

    private static ConvertException damaged(Path file, String line) {
        return new ConvertException(file + " cannot be read: \"" + Printable.of(line) + '"');
    }

    @Override
    public List<NumberedFile> number(Set<String> files) throws ConvertException {
        List<String> sorted = new ArrayList<>(files);
        sorted.sort(MaildirName.COURIER);
        List<NumberedFile> numbered = new ArrayList<>();
        long number = next;
        for (String file : sorted) {
            String known = uniqueIds.get(file);
            if (known == null && validity == 0) {
                throw new ConvertException(
                        "Courier has not numbered all messages: log in to its POP3 server once, or take pop3://");
            }
            numbered.add(new NumberedFile(file, known == null ? uniqueId(file, number++, validity) : known));
        }
        return numbered;
    }

    @Override
    public InputStream onTheWire(InputStream file) {
        return new CanonicalInputStream(file, CanonicalInputStream.Form.COURIER);
    }
}
