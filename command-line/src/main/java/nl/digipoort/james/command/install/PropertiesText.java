// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A properties file as text, in which one value is changed and all else stays, comments above all. Immutable. */
final class PropertiesText {
    private static final Pattern ENTRY =
            Pattern.compile("[ \\t\\f]*((?:[^\\\\\\s=:]|\\\\.)+)[ \\t\\f]*[=:]?[ \\t\\f]*(.*)", Pattern.DOTALL);

    private final String text;
    private final List<Entry> entries;

    PropertiesText(String text) {
        this.text = text;
        this.entries = entries(text);
    }

    /** The value, as written; like James, the first one where the key is there several times. */
    Optional<String> value(String key) {
        return find(key).map(entry -> entry.value);
    }

    /** The words between commas, of every line with that key. */
    List<String> words(String key) {
        return all(key).stream()
                .flatMap(entry -> Arrays.stream(entry.value.split(",", -1)))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableList());
    }

    /** Where the key is, counted from 1; 0 if it is not there. */
    int line(String key) {
        return find(key).map(entry -> entry.line).orElse(0);
    }

    boolean is(String key, String value) {
        return value(key).filter(value::equals).isPresent();
    }

    private List<Entry> all(String key) {
        return entries.stream().filter(entry -> entry.key.equals(key)).collect(Collectors.toUnmodifiableList());
    }

    private Optional<Entry> find(String key) {
        return all(key).stream().findFirst();
    }

    /** The text with this value alone: instead of the first one, otherwise after an example in a comment, otherwise at the end. */
    String with(String key, String value) {
        List<Entry> present = all(key);
        if (!present.isEmpty()) {
            return instead(present, value);
        }
        int place = behindExample(key);
        String before = text.substring(0, place);
        String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        return before + separator + key + "=" + value + "\n" + text.substring(place);
    }

    private String instead(List<Entry> present, String value) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = present.size() - 1; i > 0; i--) {
            Entry entry = present.get(i);
            int next = text.indexOf('\n', entry.end);
            changed.delete(entry.start, next < 0 ? text.length() : next + 1);
        }
        Entry first = present.get(0);
        if (!first.value.equals(value)) {
            changed.replace(first.valueStart, first.end, value);
        }
        return changed.toString();
    }

    /** The text with each of these words behind those of the key, and without other classes of ours, which are of an earlier version. */
    String withWords(String key, List<String> wanted) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(words(key));
        List<String> present = words(key);
        boolean stale = present.stream().anyMatch(word -> isGone(word, wanted));
        if (missing.isEmpty() && !stale) {
            return text;
        }
        List<String> all = new ArrayList<>();
        if (stale || all(key).size() > 1) {
            present.stream().filter(word -> !isGone(word, wanted)).forEach(all::add);
        } else {
            value(key).map(String::strip).filter(value -> !value.isEmpty()).ifPresent(all::add);
        }
        all.addAll(missing);
        return with(key, String.join(",", all));
    }

    private static boolean isGone(String word, List<String> wanted) {
        return word.startsWith(Names.OURS) && !wanted.contains(word);
    }

    private int behindExample(String key) {
        Matcher example = Pattern.compile(
                        "(?m)^[ \\t]*[#!][ \\t]*" + Pattern.quote(key) + "([ \\t]*[=:].*|[ \\t]*\\r?)$")
                .matcher(text);
        int place = text.length();
        while (example.find()) {
            place = Math.min(text.length(), example.end() + 1);
        }
        return place;
    }

    private static List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        int line = 1;
        while (start < text.length()) {
            int end = lineEnd(text, start);
            int first = line++;
            if (!isComment(text.substring(start, end))) {
                while (continues(text.substring(start, end)) && end < text.length()) {
                    end = lineEnd(text, end + 1);
                    line++;
                }
                int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
                Matcher matcher = ENTRY.matcher(text).region(start, stop);
                if (matcher.matches()) {
                    entries.add(new Entry(matcher.group(1), matcher.group(2), start, matcher.start(2), stop, first));
                }
            }
            start = end + 1;
        }
        return entries;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static boolean isComment(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith("!");
    }

    private static boolean continues(String line) {
        String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        int backslashes = 0;
        while (backslashes < stripped.length() && stripped.charAt(stripped.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static final class Entry {
        private final String key;
        private final String value;
        private final int start;
        private final int valueStart;
        private final int end;
        private final int line;

        private Entry(String key, String raw, int start, int valueStart, int end, int line) {
            this.key = key;
            this.value = raw.replaceAll("\\\\\\r?\\n[ \\t]*", "").strip();
            this.start = start;
            this.valueStart = valueStart;
            this.end = end;
            this.line = line;
        }
    }
}
