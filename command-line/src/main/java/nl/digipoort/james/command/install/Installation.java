// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nl.digipoort.james.command.line.UsageException;

/** All changes that make a James serve POP3 by the extension, computed before the first one is made. */
final class Installation {
    private final James james;
    private final ConfigurationFiles files;
    private final Target target;
    private final ExtensionJar jar;

    Installation(James james, Target target, Optional<Path> jar) {
        this.james = james;
        this.files = new ConfigurationFiles(james.conf());
        this.target = target;
        this.jar = ExtensionJar.forJames(james.version().orElseThrow(), jar);
    }

    /**
     * In the order in which they are made: James takes the extension only with the last one, the file that names it.
     *
     * @param dry whether they will only be shown
     */
    List<Change> changes(boolean dry) {
        new Edits(james, files, target).compute();
        List<Change> changes = new ArrayList<>(jars());
        changes.addAll(new NewSecrets(james.conf(), target).changes(dry));
        Map<String, String> texts = new TreeMap<>(files.edited());
        boolean registers = texts.remove(Names.EXTENSIONS) != null;
        texts.keySet().forEach(name -> changes.add(text(name)));
        if (registers) {
            changes.add(text(Names.EXTENSIONS));
        }
        return changes;
    }

    private List<Change> jars() {
        List<Change> changes = new ArrayList<>();
        Path place = james.extensions().resolve(jar.version().jar());
        byte[] octets = jar.octets();
        boolean there = false;
        for (ExtensionJar present : ExtensionJar.allBelow(james.extensions())) {
            if (!present.file().equals(place)) {
                changes.add(Change.withoutJar(present.file(), james.directory()));
            } else {
                there = MessageDigest.isEqual(present.octets(), octets);
            }
        }
        if (!there) {
            changes.add(Change.ofJar(place, octets, james.directory()));
        }
        return changes;
    }

    private Change text(String name) {
        String diff = UnifiedDiff.of(
                "conf/" + name,
                files.original(name).orElse(""),
                files.text(name).orElseThrow());
        return Change.ofText(behindLinks(james.conf().resolve(name)), files.octets(name), diff);
    }

    private static Path behindLinks(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw new UsageException(file + " is a link that leads nowhere");
        }
    }
}
