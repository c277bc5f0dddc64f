// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The documented OpenAPI description (3.1) of the routes. Operations have names such as "GET /digipoort/locks". */
public final class OpenApi {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final String SCHEMAS = "#/components/schemas/";

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode root;

    private OpenApi(Object document) {
        this.root = json.valueToTree(document);
    }

    /** @param file docs/reference/openapi.yaml */
    public static OpenApi read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    /** @param yaml without duplicate keys */
    public static OpenApi of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new OpenApi(new Yaml(new SafeConstructor(options)).<Object>load(yaml));
    }

    /** The response statuses of each operation. */
    public Map<String, Set<String>> operations() {
        Map<String, Set<String>> operations = new TreeMap<>();
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                names(operation.getValue().path("responses")));
                    }
                }));
        return operations;
    }

    /**
     * The differences between an answer and what the description says of it; empty if there are none, or nothing is said of it.
     *
     * @param path as in the request, without its query
     */
    public List<String> answerProblems(String method, String path, int status, String text) {
        List<String> problems = new ArrayList<>();
        root.path("paths").fields().forEachRemaining(described -> {
            if (path.matches(described.getKey().replaceAll("\\{[a-z]+}", "[^/]+"))) {
                JsonNode answer = described
                        .getValue()
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(Integer.toString(status));
                JsonNode schema = (answer.has("$ref")
                                ? found(answer.path("$ref").asText())
                                : answer)
                        .at("/content/application~1json/schema");
                if (!schema.isMissingNode()) {
                    problems.addAll(validate(schema, text));
                }
            }
        });
        return problems;
    }

    /** The required properties of each schema. */
    private Map<String, Set<String>> schemas() {
        Map<String, Set<String>> schemas = new TreeMap<>();
        root.at("/components/schemas").fields().forEachRemaining(schema -> {
            Set<String> required = new TreeSet<>();
            schema.getValue().path("required").forEach(name -> required.add(name.asText()));
            schemas.put(schema.getKey(), required);
        });
        return schemas;
    }

    /** The differences between a JSON text and a schema; empty if there are none. */
    public List<String> problems(String schema, String text) {
        return validate(root.at("/components/schemas").path(schema), text);
    }

    /** The errors of the description itself. */
    public List<String> defects() {
        List<String> defects = new ArrayList<>();
        if (!root.path("openapi").asText().startsWith("3.1.")) {
            defects.add("is not OpenAPI 3.1");
        }
        schemaDefects(defects);
        walk("#", root, (place, node) -> referenceDefects(place, node, defects));
        operationDefects(defects);
        if (defects.isEmpty()) {
            // the schemas are valid at this point
            walk("#", root, (place, node) -> exampleDefects(place, node, defects));
        }
        return defects;
    }

    private void schemaDefects(List<String> defects) {
        root.at("/components/schemas").fields().forEachRemaining(schema -> JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012))
                .validate(schema.getValue())
                .forEach(problem -> defects.add(SCHEMAS + schema.getKey() + " " + problem.getMessage())));
        schemas().forEach((name, required) -> {
            if (!root.toString().contains('"' + SCHEMAS + name + '"')) {
                defects.add(SCHEMAS + name + " is used nowhere");
            }
            if (!names(root.at("/components/schemas").path(name).path("properties"))
                    .equals(required)) {
                defects.add(SCHEMAS + name + " has a property that may be left out");
            }
        });
    }

    private void referenceDefects(String place, JsonNode node, List<String> defects) {
        if (node.has("$ref") && found(node.path("$ref").asText()).isMissingNode()) {
            defects.add(place + " refers to nothing: " + node.path("$ref").asText());
        }
    }

    /** Anything that a schema describes needs an example, or several named ones. */
    private void exampleDefects(String place, JsonNode node, List<String> defects) {
        if (!node.has("schema")) {
            return;
        }
        List<JsonNode> examples = new ArrayList<>();
        if (node.has("example")) {
            examples.add(node.path("example"));
        }
        node.path("examples").forEach(example -> examples.add(example.path("value")));
        if (examples.isEmpty()) {
            defects.add(place + " has no example");
        }
        examples.forEach(example -> validate(node.path("schema"), example.toString())
                .forEach(problem -> defects.add(place + " has an example that does not fit: " + problem)));
    }

    private void operationDefects(List<String> defects) {
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        root.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        root.path("paths").fields().forEachRemaining(path -> {
            if (path.getKey().contains("{user}")
                    != path.getValue().path("parameters").toString().contains("parameters/User")) {
                defects.add(path.getKey() + " and its parameters differ");
            }
            path.getValue().fields().forEachRemaining(operation -> {
                if (METHODS.contains(operation.getKey())) {
                    JsonNode told = operation.getValue();
                    if (!ids.add(told.path("operationId").asText())
                            || told.path("summary").asText().isEmpty()
                            || !tags.contains(told.path("tags").path(0).asText())) {
                        defects.add(operation.getKey() + " " + path.getKey()
                                + " lacks an operationId of its own, a summary or a known tag");
                    }
                }
            });
        });
    }

    private List<String> validate(JsonNode schema, String text) {
        ObjectNode whole = json.createObjectNode();
        whole.set("$defs", root.at("/components/schemas"));
        whole.putArray("allOf").add(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        whole.toString().replace(SCHEMAS, "#/$defs/"),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(text, InputFormat.JSON)
                .stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toUnmodifiableList());
    }

    private JsonNode found(String reference) {
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : json.missingNode();
    }

    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(place, node);
        node.fields().forEachRemaining(field -> walk(place + "/" + field.getKey(), field.getValue(), visitor));
        if (node.isArray()) {
            node.forEach(element -> walk(place + "/-", element, visitor));
        }
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
