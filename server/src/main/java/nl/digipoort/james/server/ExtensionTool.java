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

/** Runs a tool of jars that are not on the class path of this server. */
final class ExtensionTool {
    private ExtensionTool() {}

    static int run(String name, List<Path> jars, Console console, List<String> arguments) {
        try (URLClassLoader loader = new URLClassLoader(urls(jars), ExtensionTool.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            ToolProvider tool = ServiceLoader.load(ToolProvider.class, loader).stream()
                    .filter(provider -> provider.type().getClassLoader() == loader)
                    .map(ServiceLoader.Provider::get)
                    .filter(provided -> provided.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no tool " + name + " in " + jars));
            return tool.run(console.out(), console.err(), arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL[] urls(List<Path> jars) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }
}
