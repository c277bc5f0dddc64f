// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * One element of a configuration file, read strictly. Anything unknown, missing or not allowed is a {@link ConfigurationException} that
 * names the file, the full key, what was found and what is allowed.
 */
public final class Section {
    private static final Pattern ADDRESS = Pattern.compile("[^:\\s]+:(\\d{1,5})");
    private static final int HIGHEST_PORT = 65535;

    private final String file;
    private final String path;
    private final HierarchicalConfiguration<ImmutableNode> node;

    private Section(String file, String path, HierarchicalConfiguration<ImmutableNode> node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /**
     * The only element below the root; it must have the given name.
     *
     * @throws ConfigurationException if it is missing or there is more than one
     */
    public static Section only(String file, HierarchicalConfiguration<ImmutableNode> root, String element)
            throws ConfigurationException {
        List<HierarchicalConfiguration<ImmutableNode>> found = root.configurationsAt(element);
        if (found.size() != 1) {
            throw new ConfigurationException(
                    file + ": " + element + " stands there " + found.size() + " times; exactly one is allowed");
        }
        for (ImmutableNode child :
                root.getNodeModel().getNodeHandler().getRootNode().getChildren()) {
            if (!child.getNodeName().equals(element)) {
                throw new ConfigurationException(
                        file + ": " + child.getNodeName() + " stands there; allowed is " + element + " alone");
            }
        }
        return new Section(file, element, found.get(0));
    }

    /** The element as James's own classes read it. */
    public HierarchicalConfiguration<ImmutableNode> configuration() {
        return node;
    }

    /** Refuses every element and attribute not named here; an attribute is written {@code @name}. */
    public void allow(String... names) throws ConfigurationException {
        Set<String> allowed = new TreeSet<>(Arrays.asList(names));
        ImmutableNode root = node.getNodeModel().getNodeHandler().getRootNode();
        Set<String> found = new LinkedHashSet<>();
        root.getChildren().forEach(child -> found.add(child.getNodeName()));
        root.getAttributes().keySet().forEach(attribute -> found.add("@" + attribute));
        for (String name : found) {
            if (!allowed.contains(name)) {
                throw new ConfigurationException(
                        file + ": " + path + "." + name + " is unknown; allowed are " + String.join(", ", allowed));
            }
        }
    }

    public boolean has(String name) {
        return !node.configurationsAt(name).isEmpty();
    }

    /** A part of this section that must occur exactly once. */
    public Section section(String name) throws ConfigurationException {
        List<HierarchicalConfiguration<ImmutableNode>> found = node.configurationsAt(name);
        if (found.size() != 1) {
            throw problem(name, "stands there " + found.size() + " times", "exactly one");
        }
        return new Section(file, path + "." + name, found.get(0));
    }

    /** An optional part of this section; an empty section if it is missing. */
    public Section optionalSection(String name) throws ConfigurationException {
        return has(name) ? section(name) : new Section(file, path + "." + name, new BaseHierarchicalConfiguration());
    }

    /** The parts of this section with one name, in order; complaints number them. */
    public List<Section> sections(String name) {
        List<Section> sections = new ArrayList<>();
        for (HierarchicalConfiguration<ImmutableNode> found : node.configurationsAt(name)) {
            sections.add(new Section(file, path + "." + name + "(" + (sections.size() + 1) + ")", found));
        }
        return sections;
    }

    /** The file and full key of this section, for complaints. */
    public String path() {
        return file + ": " + path;
    }

    /** A text that must be present and not blank. */
    public String text(String name) throws ConfigurationException {
        String value = single(name);
        if (value == null || value.isBlank()) {
            throw problem(name, "is missing", "a text");
        }
        return value.trim();
    }

    /** The repeated texts of a list, {@code list.item}. */
    public List<String> texts(String list, String item) throws ConfigurationException {
        if (!has(list)) {
            return List.of();
        }
        Section items = section(list);
        items.allow(item);
        List<String> values = List.of(items.node.getStringArray(item));
        for (String value : values) {
            if (value.isBlank()) {
                throw problem(list + "." + item, "is empty", "a text");
            }
        }
        return values;
    }

    /** One of the allowed texts, or {@code otherwise} if it is missing. */
    public String choice(String name, String otherwise, String... allowed) throws ConfigurationException {
        String value = single(name);
        if (value == null) {
            return otherwise;
        }
        if (!Arrays.asList(allowed).contains(value)) {
            throw problem(name, "is '" + value + "'", String.join(", ", allowed));
        }
        return value;
    }

    public boolean flag(String name, boolean otherwise) throws ConfigurationException {
        return Boolean.parseBoolean(choice(name, Boolean.toString(otherwise), "true", "false"));
    }

    /** A whole number within inclusive bounds, or {@code otherwise} if it is missing. */
    public int number(String name, int otherwise, int lowest, int highest) throws ConfigurationException {
        String value = single(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one complaint.
        }
        throw problem(name, "is '" + value + "'", "a whole number from " + lowest + " to " + highest);
    }

    /** A whole number of seconds, as {@link #number}. */
    public Duration seconds(String name, int otherwise, int lowest, int highest) throws ConfigurationException {
        return Duration.ofSeconds(number(name, otherwise, lowest, highest));
    }

    /** A directory that the server may write to, or the one for temporary files if it is missing. */
    public Path writableDirectory(String name) throws ConfigurationException {
        String text = has(name) ? text(name) : System.getProperty("java.io.tmpdir");
        try {
            Path directory = Path.of(text);
            if (Files.isDirectory(directory) && Files.isWritable(directory)) {
                return directory;
            }
        } catch (InvalidPathException e) {
            // Falls through to the one complaint.
        }
        throw problem(name, "is '" + text + "'", "a directory that the server may write to");
    }

    /** Addresses to bind, {@code address:port}, separated by commas. */
    public String addresses(String name) throws ConfigurationException {
        String value = text(name);
        for (String address : value.split(",", -1)) {
            var matcher = ADDRESS.matcher(address.trim());
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > HIGHEST_PORT) {
                throw problem(name, "is '" + value + "'", "address:port, more than one by commas, ports 0 to 65535");
            }
        }
        return value;
    }

    /** The exception for a wrong key or value. */
    public ConfigurationException problem(String name, String found, String allowed) {
        return new ConfigurationException(file + ": " + path + "." + name + " " + found + "; allowed: " + allowed);
    }

    private String single(String name) throws ConfigurationException {
        String[] values = node.getStringArray(name.startsWith("@") ? "[" + name + "]" : name);
        if (values.length > 1) {
            throw problem(name, "stands there " + values.length + " times", "exactly one");
        }
        return values.length == 0 ? null : values[0];
    }
}
