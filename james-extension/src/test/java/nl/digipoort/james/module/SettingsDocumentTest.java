// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.inject.Guice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.utils.PropertiesProvider;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/reference/settings.md has every key that is allowed below {@code digipoort}, and no other. Which are allowed the complaints about
 * an unknown one tell.
 */
class SettingsDocumentTest {
    private static final Path PROJECT = Path.of("..");
    private static final String ROOT = "digipoort";
    private static final String UNKNOWN = "unheard-of";
    private static final Pattern COMPLAINT =
            Pattern.compile(": (\\S+?)(?:\\(1\\))?[.]" + UNKNOWN + " is unknown; allowed are (.*)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\|(.*)\\|$");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    @Test
    void namesEveryKeyThatIsAllowedAndNoOther() throws Exception {
        Map<String, String> rows = rows();
        Set<String> sections = new TreeSet<>();
        Set<String> keys = new TreeSet<>();
        walk(sections, keys);
        assertThat(keys).hasSizeGreaterThan(70);

        assertThat(keys)
                .filteredOn(key -> !rows.containsKey(key) && !isNamedAbove(key, rows))
                .isEmpty();
        assertThat(rows.keySet())
                .filteredOn(key -> !keys.contains(key) && !sections.contains(key))
                .isEmpty();
    }

    /** Such as the two elements of {@code externalUsers/user}, which its own row explains. */
    private static boolean isNamedAbove(String key, Map<String, String> rows) {
        int slash = key.lastIndexOf('/');
        return slash > 0
                && rows.getOrDefault(key.substring(0, slash), "").contains("`" + key.substring(slash + 1) + "`");
    }

    private static void walk(Set<String> sections, Set<String> keys) throws Exception {
        Deque<String> left = new ArrayDeque<>(List.of(""));
        while (!left.isEmpty()) {
            String key = left.removeFirst();
            Set<String> below = allowedBelow(key);
            (below.isEmpty() ? keys : sections).add(key);
            below.forEach(name -> left.add(key.isEmpty() ? name : key + "/" + name));
        }
    }

    /** Empty for what is no section. */
    private static Set<String> allowedBelow(String key) throws Exception {
        if (key.contains("@")) {
            return Set.of();
        }
        String path = key.isEmpty() ? ROOT : ROOT + "." + key.replace('/', '.');
        HierarchicalConfiguration<ImmutableNode> configuration = overlay();
        configuration.addProperty(ROOT + ".tls.clientAuth.truststore", "authorities.pem");
        if (key.equals("tls/certificate")) {
            configuration.clearTree(ROOT + ".tls.privateKey");
            configuration.clearTree(ROOT + ".tls.certificates");
        }
        configuration.addProperty(path + "." + UNKNOWN, "x");
        Throwable problem = catchThrowable(() ->
                new DigipoortModule(Guice.createInjector(), provider(configuration), PropertiesProvider.forTesting()));
        Matcher complaint = COMPLAINT.matcher(problem == null ? "" : problem.getMessage());
        return complaint.find() && complaint.group(1).equals(path)
                ? new TreeSet<>(List.of(complaint.group(2).split(", ", -1)))
                : Set.of();
    }

    private static HierarchicalConfiguration<ImmutableNode> overlay() throws IOException, ConfigurationException {
        byte[] xml = Files.readAllBytes(PROJECT.resolve("conf/pop3server.xml"));
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml));
    }

    private static ConfigurationProvider provider(HierarchicalConfiguration<ImmutableNode> pop3server) {
        return (ConfigurationProvider) Proxy.newProxyInstance(
                SettingsDocumentTest.class.getClassLoader(),
                new Class<?>[] {ConfigurationProvider.class},
                (proxy, method, arguments) ->
                        arguments[0].equals("pop3server") ? pop3server : new BaseHierarchicalConfiguration());
    }

    /** The rest of each row by its key; a name without a folder is in that of the first one of its row. */
    private static Map<String, String> rows() throws IOException {
        String settings = Files.readString(PROJECT.resolve("docs/reference/settings.md"));
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(settings).results().forEach(row -> {
            List<String> names = WORD.matcher(row.group(1))
                    .results()
                    .map(word -> word.group(1))
                    .toList();
            String folder = names.get(0).substring(0, names.get(0).lastIndexOf('/') + 1);
            names.forEach(name -> rows.put(name.contains("/") ? name : folder + name, row.group(2)));
        });
        return rows;
    }
}
