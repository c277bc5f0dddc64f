// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The documented schema of the audit trail. Thread-safe. */
public final class AuditSchema {
    private final String text;
    private final JsonSchema schema;

    private AuditSchema(String text) {
        this.text = text;
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    /** @param file docs/reference/audit.schema.json */
    public static AuditSchema read(Path file) throws IOException {
        return new AuditSchema(Files.readString(file));
    }

    /** The errors of a line; empty if it is valid. */
    public List<String> problems(String line) {
        return schema.validate(line, InputFormat.JSON).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toUnmodifiableList());
    }

    /** The text of the file. */
    public String text() {
        return text;
    }
}
