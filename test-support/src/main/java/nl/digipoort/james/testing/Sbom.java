// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A bill of materials in CycloneDX JSON. */
public final class Sbom {
    private final JsonNode document;

    private Sbom(JsonNode document) {
        this.document = document;
    }

    public static Sbom read(Path file) throws IOException {
        return new Sbom(new ObjectMapper().readTree(file.toFile()));
    }

    public String format() {
        return document.path("bomFormat").asText()
                + ' '
                + document.path("specVersion").asText();
    }

    /** The component that the bill describes. */
    public String subject() {
        return document.at("/metadata/component/name").asText();
    }

    /** The names of its components. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        document.path("components")
                .forEach(component -> names.add(component.path("name").asText()));
        return names;
    }

    /** The version of each component by its name. */
    public Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        document.path("components")
                .forEach(component -> versions.put(
                        component.path("name").asText(),
                        component.path("version").asText()));
        return versions;
    }

    /** The SHA-256 of each component's file, in hexadecimal, with its package URL. */
    public Map<String, String> sha256() {
        Map<String, String> sums = new TreeMap<>();
        for (JsonNode component : document.path("components")) {
            for (JsonNode hash : component.path("hashes")) {
                if (hash.path("alg").asText().equals("SHA-256")) {
                    sums.put(
                            hash.path("content").asText(),
                            component.path("purl").asText());
                }
            }
        }
        return sums;
    }
}
