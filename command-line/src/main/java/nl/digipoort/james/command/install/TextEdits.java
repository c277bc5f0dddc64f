// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements in one text, collected by places of the text as it was. Those at one place keep their order. Not thread-safe. */
final class TextEdits {
    private final String text;
    private final List<Replacement> replacements = new ArrayList<>();

    TextEdits(String text) {
        this.text = text;
    }

    void replace(Place place, String with) {
        replacements.add(new Replacement(place, with));
    }

    /** {@code lines} instead of the element, with the indentation of its line. */
    void replace(XmlElement element, String lines) {
        replace(element.all(), indented(lines, indent(element)));
    }

    /** A line before that of the element, with its indentation; {@code lines} may be several. */
    void insertBefore(XmlElement element, String lines) {
        int place = element.all().start();
        replace(new Place(place, place), indented(lines, indent(element)) + "\n" + indent(element));
    }

    void insertAfter(XmlElement element, String lines) {
        int place = element.all().end();
        replace(new Place(place, place), "\n" + indent(element) + indented(lines, indent(element)));
    }

    /** Behind its last child, or alone in it. */
    void append(XmlElement parent, String lines) {
        List<XmlElement> children = parent.children();
        if (!children.isEmpty()) {
            insertAfter(children.get(children.size() - 1), lines);
            return;
        }
        String indent = parent.indent() + "    ";
        String inside = "\n" + indent + indented(lines, indent) + "\n" + parent.indent();
        if (parent.isEmpty()) {
            int slash = text.lastIndexOf('/', parent.all().end());
            replace(new Place(slash, parent.all().end()), ">" + inside + "</" + parent.name() + ">");
        } else {
            int place = parent.content().end();
            replace(new Place(place, place), inside);
        }
    }

    /** With its line, if nothing else is on it. */
    void remove(XmlElement element) {
        int start = element.all().start() - element.indent().length();
        int end = element.all().end();
        boolean alone = (start == 0 || text.charAt(start - 1) == '\n') && lineEnds(end);
        if (alone) {
            int next = text.indexOf('\n', end);
            replace(new Place(start, next < 0 ? text.length() : next + 1), "");
        } else {
            replace(element.all(), "");
        }
    }

    private boolean lineEnds(int place) {
        int next = text.indexOf('\n', place);
        return text.substring(place, next < 0 ? text.length() : next).isBlank();
    }

    /** Of its line, whether it begins that line or not. */
    private String indent(XmlElement element) {
        int start = text.lastIndexOf('\n', element.all().start() - 1) + 1;
        int end = start;
        while (end < element.all().start() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    private static String indented(String lines, String indent) {
        return lines.replace("\n", "\n" + indent);
    }

    String result() {
        List<Replacement> sorted = new ArrayList<>(replacements);
        sorted.sort(Comparator.comparingInt(replacement -> replacement.place.start()));
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (Replacement replacement : sorted) {
            result.append(text, from, replacement.place.start()).append(replacement.with);
            from = replacement.place.end();
        }
        return result.append(text.substring(from)).toString();
    }

    private static final class Replacement {
        private final Place place;
        private final String with;

        private Replacement(Place place, String with) {
            this.place = place;
            this.with = with;
        }
    }
}
