// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An element of an XML file with the places of its parts in the text. Made by {@link XmlText}. */
final class XmlElement {
    private final String source;
    private final String name;
    private final Map<String, Place> attributes;
    private final List<XmlElement> children = new ArrayList<>();
    private final Place open;
    private Place close;

    XmlElement(String source, String name, Map<String, Place> attributes, Place open) {
        this.source = source;
        this.name = name;
        this.attributes = Map.copyOf(attributes);
        this.open = open;
        this.close = open;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void closeAt(Place place) {
        this.close = place;
    }

    String name() {
        return name;
    }

    /** From the beginning of its first tag to the end of its last. */
    Place all() {
        return new Place(open.start(), close.end());
    }

    /** Between its tags. */
    Place content() {
        return isEmpty() ? new Place(open.end(), open.end()) : new Place(open.end(), close.start());
    }

    boolean isEmpty() {
        return open == close;
    }

    Optional<Place> attributePlace(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    String attribute(String attribute) {
        return attributePlace(attribute)
                .map(place -> unescaped(place.of(source)))
                .orElse("");
    }

    /** Like James: a server whose element does not say otherwise is on. */
    boolean isEnabled(Variables variables) {
        return !variables.isOff(attribute("enabled"));
    }

    /** Its text without comments; elements in it are not looked at. */
    String text() {
        String content = content().of(source).replaceAll("(?s)<!--.*?-->", "");
        return unescaped(
                content.replaceAll("(?s)<!\\[CDATA\\[(.*?)\\]\\]>", "$1").strip());
    }

    int line() {
        return XmlText.line(source, open.start());
    }

    List<XmlElement> children() {
        return List.copyOf(children);
    }

    List<XmlElement> children(String child) {
        return children.stream().filter(element -> element.name.equals(child)).collect(Collectors.toUnmodifiableList());
    }

    /** The first one at the end of this path. */
    Optional<XmlElement> find(String... path) {
        XmlElement element = this;
        for (String step : path) {
            List<XmlElement> next = element.children(step);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            element = next.get(0);
        }
        return Optional.of(element);
    }

    /** This one and all below it. */
    Stream<XmlElement> everything() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::everything));
    }

    /** The spaces between the beginning of its line and itself. */
    String indent() {
        int start = open.start();
        while (start > 0 && (source.charAt(start - 1) == ' ' || source.charAt(start - 1) == '\t')) {
            start--;
        }
        return source.substring(start, open.start());
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
