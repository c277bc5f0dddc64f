// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;

/** {@code check}: finds each missing or contradicting part of a James on disk, or of a home of the embedded server, without a start. */
public final class CheckCommand implements Command {
    @Override
    public int execute(Options options, Terminal terminal) {
        List<Finding> findings = Check.of(where(options)).findings();
        if (options.has("--json")) {
            terminal.line(json(findings));
        } else if (findings.isEmpty()) {
            terminal.line("nothing is missing or contradicting");
        } else {
            findings.forEach(finding -> terminal.text(finding.toString()));
        }
        return findings.isEmpty() ? DONE : REFUSED;
    }

    private static James where(Options options) {
        Optional<Path> james = options.text("--james").map(CheckCommand::directory);
        Optional<Path> home = options.text("--home").map(CheckCommand::directory);
        if (james.isPresent() == home.isPresent()) {
            throw new UsageException("either --james DIR or --home DIR is needed");
        }
        return james.isPresent() ? James.in(james.get()) : James.home(home.get());
    }

    private static Path directory(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static String json(List<Finding> findings) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("file", finding.file());
                json.writeNumberField("line", finding.line());
                json.writeStringField("found", finding.found());
                json.writeStringField("wanted", finding.wanted());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON cannot be written", e);
        }
        return text.toString();
    }
}
