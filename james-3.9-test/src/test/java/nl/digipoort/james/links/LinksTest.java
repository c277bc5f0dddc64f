// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that was compiled for one James, against the sources of a later one, of which there is no jar. */
class LinksTest {
    @TempDir
    private Path folder;

    private Path sources;
    private Path jar;

    @BeforeEach
    void compile() throws Exception {
        sources = folder.resolve("module/src/main/java");
        source("james/Parent.java", "package james; public interface Parent {}");
        source("james/Listener.java", "package james; public interface Listener extends Parent { void one(); }");
        source("james/Middle.java", "package james; public abstract class Middle implements Listener {}");
        source("james/Last.java", "package james; public class Last {}");
        source(
                "ours/Ours.java",
                "package ours; class Ours extends james.Last implements james.Listener {"
                        + " public void one() {} james.Listener lambda = () -> {}; }");
        source("ours/Below.java", "package ours; class Below extends james.Middle { public void one() {} }");
        jar = jarOf("ours");
    }

    private void source(String name, String text) throws IOException {
        Files.createDirectories(sources.resolve(name).getParent());
        Files.writeString(sources.resolve(name), text);
    }

    private Path jarOf(String packageName) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> arguments = Stream.concat(
                            Stream.of("-d", classes.toString()),
                            files.filter(Files::isRegularFile).map(Path::toString))
                    .toList();
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                    .isZero();
        }
        Path file = folder.resolve(packageName + ".jar");
        try (JarOutputStream stream = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> files = Files.list(classes.resolve(packageName))) {
            for (Path one : files.toList()) {
                stream.putNextEntry(new JarEntry(packageName + "/" + one.getFileName()));
                stream.write(Files.readAllBytes(one));
            }
        }
        return file;
    }

    @Test
    void findsWhatATypeOfTheSourcesLeavesUndone() throws Exception {
        source("james/Parent.java", "package james; public interface Parent { void two(); }");
        source(
                "james/Middle.java",
                "package james; public abstract class Middle implements Listener { public void two() {} }");
        source("james/Last.java", "package james; public final class Last {}");

        assertThat(undone())
                .containsExactlyInAnyOrder(
                        "ours/Ours extends the final james/Last",
                        "ours/Ours lacks two()V of james/Listener",
                        "a lambda of ours/Ours lacks two()V of james/Listener");
    }

    @Test
    void findsNothingUndoneWhereNothingHasChanged() throws Exception {
        assertThat(undone()).isEmpty();
    }

    private Iterable<String> undone() throws IOException {
        MemberList list = list();
        return new Links(Classes.of(jar), Classes.of(jar)).undone(list.left(), list.finals());
    }

    private MemberList list() throws IOException {
        Path central = Files.createDirectory(folder.resolve("central"));
        return MemberList.of(jar, central, folder);
    }

    /** Which the method that does its work does not name. */
    @Test
    void looksUpTheMethodThatALambdaStandsFor() throws Exception {
        assertThat(list().used()).contains("james/Listener.one()V");
        Files.delete(folder.resolve("central"));
        source("james/Listener.java", "package james; public interface Listener extends Parent { void renamed(); }");

        assertThat(list().used()).contains("james/Listener").doesNotContain("james/Listener.one()V");
    }
}
