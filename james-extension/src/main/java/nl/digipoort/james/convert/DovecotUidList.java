// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.mail.CanonicalInputStream;

/**
 * Dovecot's {@code dovecot-uidlist}, versions 1 and 3. Of version 3's fields, {@code P} is a unique-id from another server or of an earlier
 * format, {@code O} a place in the order of POP3, and {@code G} the message's GUID. Immutable.
 */
final class DovecotUidList implements UniqueIdList {
    private static final Pattern HEADER_1 = Pattern.compile("1 (\\d{1,10}) (\\d{1,10})");
    private static final Pattern HEADER_3 = Pattern.compile("3(?: [A-Za-z][^ ]*+)*+");
    private static final Pattern RECORD_1 = Pattern.compile("(\\d{1,10}) +()([^/]+)");
    private static final Pattern RECORD_3 = Pattern.compile("(\\d{1,10}) ((?:[A-Z][^ ]*+ )*+) *+:([^/]+)");
    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();
    private static final long HIGHEST_UID = 0xFFFF_FFFFL - 1;

    private final UidlFormat format;
    private final long validity;
    private final long next;
    private final Map<String, Entry> byFile;

    private DovecotUidList(UidlFormat format, long validity, long next, Map<String, Entry> byFile) {
        this.format = format;
        this.validity = validity;
        this.next = next;
        this.byFile = byFile;
    }

    /** One for a Maildir that has none. */
    static DovecotUidList unlisted(UidlFormat format, long validity) {
        return new DovecotUidList(format, validity, 1, Map.of());
    }

    /** @throws ConvertException if it is not whole: Dovecot would number all messages anew */
    static DovecotUidList read(Path file, UidlFormat format) throws ConvertException, IOException {
        try (ListLines lines = ListLines.open(file)) {
            String header = lines.next();
            if (header == null) {
                throw new ConvertException(file + " is empty");
            }
            boolean first = header.startsWith("1 ");
            long[] numbers = first ? headerOne(file, header) : headerThree(file, header);
            Map<String, Entry> byFile = new HashMap<>();
            long last = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                Entry entry = Entry.parse(file, line, first ? RECORD_1 : RECORD_3);
                if (entry.uid <= last || entry.uid > HIGHEST_UID) {
                    throw damaged(file, line);
                }
                last = entry.uid;
                byFile.put(entry.name, entry);
            }
            return new DovecotUidList(format, numbers[0], Math.max(numbers[1], last + 1), byFile);
        }
    }

    private static long[] headerOne(Path file, String header) throws ConvertException {
        Matcher matcher = HEADER_1.matcher(header);
        if (!matcher.matches()) {
            throw damaged(file, header);
        }
        return numbers(file, header, matcher.group(1), matcher.group(2));
    }

    private static long[] headerThree(Path file, String header) throws ConvertException {
        if (!HEADER_3.matcher(header).matches()) {
            throw damaged(file, header);
        }
        Map<Character, String> fields = new HashMap<>();
        for (String field : WORDS.split(header.substring(1))) {
            fields.put(field.charAt(0), field.substring(1));
        }
        return numbers(file, header, fields.getOrDefault('V', ""), fields.getOrDefault('N', ""));
    }

    private static long[] numbers(Path file, String header, String validity, String next) throws ConvertException {
        if (!validity.matches("\\d{1,10}") || !next.matches("\\d{1,10}")) {
            throw damaged(file, header);
        }
        long[] numbers = {Long.parseLong(validity), Long.parseLong(next)};
        if (numbers[0] == 0 || numbers[1] == 0) {
            throw damaged(file, header);
        }
        return numbers;
    }

    private static ConvertException damaged(Path file, String line) {
        return new ConvertException(file + " is damaged: \"" + Printable.of(line) + '"');
    }

    @Override
    public List<NumberedFile> number(Set<String> files) throws ConvertException {
        List<Entry> entries = new ArrayList<>();
        Set<String> unknown = new HashSet<>();
        for (String file : files) {
            Entry entry = byFile.get(file);
            if (entry == null) {
                unknown.add(file);
            } else {
                entries.add(entry);
            }
        }
        long uid = next;
        for (String file : MaildirName.inDovecotsOrder(unknown)) {
            entries.add(new Entry(uid++, file, Map.of()));
        }
        // a message without a place comes after those with one
        entries.sort(Comparator.comparingLong(Entry::order).thenComparingLong(entry -> entry.uid));
        List<NumberedFile> numbered = new ArrayList<>();
        for (Entry entry : entries) {
            numbered.add(new NumberedFile(entry.name, entry.uniqueId(format, validity)));
        }
        return numbered;
    }

    @Override
    public InputStream onTheWire(InputStream file) {
        return new CanonicalInputStream(file, CanonicalInputStream.Form.DOVECOT);
    }

    /** One line of the list. */
    private static final class Entry {
        private final long uid;
        private final String name;
        private final Map<Character, String> fields;

        private Entry(long uid, String name, Map<Character, String> fields) {
            this.uid = uid;
            this.name = name;
            this.fields = fields;
        }

        static Entry parse(Path file, String line, Pattern form) throws ConvertException {
            Matcher matcher = form.matcher(line);
            if (!matcher.matches()) {
                throw damaged(file, line);
            }
            Map<Character, String> fields = new HashMap<>(4);
            for (String field : WORDS.split(matcher.group(2))) {
                fields.putIfAbsent(field.charAt(0), field.substring(1));
            }
            fields.keySet().retainAll(Set.of('P', 'O', 'G'));
            return new Entry(
                    Long.parseLong(matcher.group(1)), MaildirName.withoutFlags(matcher.group(3)), Map.copyOf(fields));
        }

        long order() {
            String order = fields.getOrDefault('O', "");
            return order.matches("\\d{1,10}") ? Long.parseLong(order) : Long.MAX_VALUE;
        }

        String uniqueId(UidlFormat format, long validity) {
            String saved = fields.get('P');
            if (saved != null) {
                return saved.isEmpty() ? name : saved;
            }
            String guid = fields.getOrDefault('G', "");
            return format.uniqueId(uid, validity, name, guid.isEmpty() ? name : guid);
        }
    }
}
