// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
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
        try (URLClassLoader extension = new URLClassLoader(urls(), AuditCommand.class.getClassLoader())) {
            ToolProvider tool = ServiceLoader.load(ToolProvider.class, extension).stream()
                    .filter(provider -> provider.type().getClassLoader() == extension)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the extension has no audit tool"))
                    .get();
            return tool.run(console.out(), console.err(), arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL[] urls() throws IOException {
        Path jar = Distribution.locate().extension();
        return new URL[] {jar.toUri().toURL()};
    }
}
