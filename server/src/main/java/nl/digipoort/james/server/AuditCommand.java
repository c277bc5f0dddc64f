// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.util.List;
import nl.digipoort.james.server.home.Distribution;

/**
 * {@code audit}: the tool of the extension, which parses its own arguments. Neither a James nor a running server is needed; one that runs is
 * not disturbed.
 */
final class AuditCommand implements Command {
    private final List<String> arguments;

    AuditCommand(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public int execute(Console console) {
        return ExtensionTool.run(
                "digipoort-audit", List.of(Distribution.locate().extension()), console, arguments);
    }
}
