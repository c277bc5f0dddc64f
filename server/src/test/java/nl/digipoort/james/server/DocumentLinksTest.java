// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of the documents within the project leads to a file, and where it has an anchor, to a heading of it. */
class DocumentLinksTest {
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void leadToWhatIsThere() throws IOException {
        Set<String> broken = new TreeSet<>();
        int links = 0;
        for (Path document : Documents.all()) {
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            for (String link :
                    LINK.matcher(text).results().map(found -> found.group(1)).toList()) {
                links++;
                if (!ELSEWHERE.matcher(link).matches() && !leads(document, link)) {
                    broken.add(Distribution.project().relativize(document) + ": " + link);
                }
            }
        }

        assertThat(links).isGreaterThan(100);
        assertThat(broken).isEmpty();
    }

    private boolean leads(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length < 2 || anchorsOf(target).contains(parts[1]);
    }

    private Set<String> anchorsOf(Path document) throws IOException {
        if (!anchors.containsKey(document)) {
            anchors.put(document, readAnchors(Files.readString(document)));
        }
        return anchors.get(document);
    }

    /** As GitHub makes them: lower case, no punctuation, hyphens for spaces, a number behind what is there already. */
    private static Set<String> readAnchors(String document) {
        Set<String> anchors = new HashSet<>();
        String text = Pattern.compile("(?s)```.*?```").matcher(document).replaceAll("");
        for (String heading :
                HEADING.matcher(text).results().map(found -> found.group(1)).toList()) {
            String anchor = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replaceAll("\\s", "-");
            String unique = anchor;
            for (int number = 1; !anchors.add(unique); number++) {
                unique = anchor + "-" + number;
            }
        }
        return anchors;
    }
}
