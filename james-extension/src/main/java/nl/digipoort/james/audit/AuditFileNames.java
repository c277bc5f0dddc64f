// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of files that are full or whose day is over: the file's name, the day and a number from 1, separated by dots. They are in the
 * order in which the files were written, even if a clock was set back.
 */
final class AuditFileNames {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditFileNames.class);
    private static final Comparator<Dated> ORDER =
            Comparator.comparing((Dated one) -> one.day).thenComparing(one -> one.number);

    private final Path file;
    private final Pattern dated;

    private AuditFileNames(Path file) {
        this.file = file.toAbsolutePath();
        this.dated = Pattern.compile(Pattern.quote(name()) + "\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9})");
    }

    static AuditFileNames of(Path file) {
        return new AuditFileNames(file);
    }

    /** The name after all that are there: of this day, or of a later one if a file already has that. */
    Path next(LocalDate day) throws IOException {
        return all().stream()
                .max(ORDER)
                .filter(last -> !last.day.isBefore(day))
                .map(last -> of(last.day, last.number + 1))
                .orElseGet(() -> of(day, 1));
    }

    private Path of(LocalDate day, int number) {
        return file.resolveSibling(name() + "." + day + "." + number);
    }

    /** Removes the files of earlier days. A file that cannot be removed stays, and this is logged. */
    void removeBefore(LocalDate first) {
        try {
            for (Dated old : all()) {
                if (old.day.isBefore(first)) {
                    Files.deleteIfExists(old.path);
                }
            }
        } catch (IOException e) {
            LOGGER.warn("Old files of the audit trail cannot be removed", e);
        }
    }

    /** The file that is written now and all of these, the last one written first. */
    List<Path> currentFirst() throws IOException {
        List<Path> files = new ArrayList<>(List.of(file));
        files.addAll(latestFirst());
        return files;
    }

    /** All of these files, the last one written first. */
    List<Path> latestFirst() throws IOException {
        return all().stream().sorted(ORDER.reversed()).map(dated -> dated.path).collect(Collectors.toList());
    }

    private List<Dated> all() throws IOException {
        List<Dated> found = new ArrayList<>();
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(file.getParent())) {
            for (Path sibling : siblings) {
                Matcher matcher = dated.matcher(sibling.getFileName().toString());
                if (matcher.matches()) {
                    day(matcher.group(1))
                            .ifPresent(day -> found.add(new Dated(sibling, day, Integer.parseInt(matcher.group(2)))));
                }
            }
        }
        return found;
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private String name() {
        return file.getFileName().toString();
    }

    private static final class Dated {
        private final Path path;
        private final LocalDate day;
        private final int number;

        private Dated(Path path, LocalDate day, int number) {
            this.path = path;
            this.day = day;
            this.number = number;
        }
    }
}
