// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Terminal;

/** {@code install}: drops the extension into a James on disk, whole or not at all, and says what is left for the operator. */
public final class InstallCommand implements Command {
    @Override
    public int execute(Options options, Terminal terminal) {
        James james =
                James.in(Path.of(options.required("--james")).toAbsolutePath().normalize());
        Target target = new Target(options.required("--realm"), options.required("--host"), Choice.of(options));
        boolean dry = options.has("--dry-run");
        Installation installation =
                new Installation(james, target, options.text("--jar").map(Path::of));
        List<Change> changes = installation.changes(dry);
        changes.forEach(change -> show(james, change, terminal));
        if (changes.isEmpty()) {
            terminal.line("nothing to change: " + james.directory() + " has all of it");
        } else if (dry) {
            terminal.line("dry run: " + changes.size() + " files would change, and nothing was written");
            return DONE;
        } else {
            new ChangeWriter().write(changes);
            terminal.line(changes.size() + " files changed; what was there is kept as NAME.before-digipoort");
        }
        return left(james, terminal);
    }

    private static void show(James james, Change change, Terminal terminal) {
        String name = james.directory().relativize(change.file()).toString();
        if (!change.diff().isEmpty()) {
            terminal.line(change.diff().stripTrailing());
        } else if (change.octets().isPresent()) {
            terminal.line("+ " + name + " (" + change.note() + ")");
        } else {
            terminal.line("- " + name + " (" + change.note() + ")");
        }
    }

    private static int left(James james, Terminal terminal) {
        List<Finding> left = Check.of(james).findings();
        if (left.isEmpty()) {
            return DONE;
        }
        terminal.line("left for you (digipoort check --james " + james.directory() + " lists it again):");
        left.forEach(finding -> terminal.line("  " + finding));
        return REFUSED;
    }
}
