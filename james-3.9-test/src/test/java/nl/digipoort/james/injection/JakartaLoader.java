// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.injection;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Loads James 3.8.1 as if it were written for {@code jakarta}, behind Guice 7 and the jar in hand: the 3.9 that can be had here is of Java
 * 21, and not whole. The classes of James are renamed while they are loaded, ours are not.
 */
final class JakartaLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** They are as they are in the jar. */
    private static final String OURS = "nl.digipoort.james.";

    private static final String LEFT = "javax/(inject|mail|persistence|activation|servlet)/.*|javax/annotation/P.*";

    JakartaLoader(List<Path> first, String classPath) throws MalformedURLException {
        super(urls(first, classPath), getPlatformClassLoader());
    }

    private static URL[] urls(List<Path> first, String classPath) throws MalformedURLException {
        List<Path> files = new ArrayList<>(first);
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            files.add(Path.of(entry));
        }
        URL[] urls = new URL[files.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = files.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] octets = name.startsWith(OURS) ? stream.readAllBytes() : renamed(stream.readAllBytes());
            return defineClass(name, octets, 0, octets.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] renamed(byte[] octets) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(octets).accept(new ClassRemapper(writer, new Jakarta()), 0);
        return writer.toByteArray();
    }

    private static final class Jakarta extends Remapper {
        private Jakarta() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String name) {
            return name.matches(LEFT) ? "jakarta" + name.substring("javax".length()) : name;
        }
    }
}
