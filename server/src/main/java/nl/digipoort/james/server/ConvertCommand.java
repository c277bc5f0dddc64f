// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.server.home.Distribution;

/** {@code convert}: a tool of the extension, which needs neither a James nor a home. */
final class ConvertCommand implements Command {
    static final String WITHOUT_PASSWORDS = "--without-passwords";
    static final String NEW_UNIQUE_IDS = "--new-unique-ids";
    static final Set<String> OPTIONS = Set.of(
            "--accounts",
            "--default-scheme",
            "--domain",
            "--realm",
            "--mail",
            "--uidl-format",
            NEW_UNIQUE_IDS,
            "--ca",
            "--master-user",
            "--master-password",
            WITHOUT_PASSWORDS);

    private final List<String> arguments;

    private ConvertCommand(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    static ConvertCommand from(Options options) {
        if (options.rest().size() != 1) {
            throw new UsageException("one FOLDER is needed, behind the options");
        }
        List<String> arguments = new ArrayList<>();
        for (String name : OPTIONS) {
            options.text(name).ifPresent(value -> arguments.add(value.isEmpty() ? name : name + "=" + value));
        }
        arguments.add(
                Path.of(options.rest().get(0)).toAbsolutePath().normalize().toString());
        return new ConvertCommand(arguments);
    }

    @Override
    public int execute(Console console) {
        System.setProperty("logback.configurationFile", "logback-cli.xml");
        return ExtensionTool.run(
                "digipoort-convert", List.of(Distribution.locate().extension()), console, arguments);
    }
}
