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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of files that are full or whose day is over: the file's name, the day and a number from 1, separated by dots. */
final class AuditFileNames {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditFileNames.class);

    private final Path file;
    private final Pattern dated;

    private AuditFileNames(Path file) {
        this.file = file.toAbsolutePath();
        this.dated = Pattern.compile(Pattern.quote(name()) + "\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9})");
    }

    static AuditFileNames of(Path file) {
        return new AuditFileNames(file);
    }

    /** The first free name of the day. */
    Path next(LocalDate day) {
        int number = 1;
        while (Files.exists(of(day, number))) {
            number++;
        }
        return of(day, number);
    }

    private Path of(LocalDate day, int number) {
        return file.resolveSibling(name() + "." + day + "." + number);
    }

    /** Removes the files of earlier days. A file that cannot be removed stays, and this is logged. */
    void removeBefore(LocalDate first) {
        try {
            for (Path old : before(first)) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            LOGGER.warn("Old files of the audit trail cannot be removed", e);
        }
    }

    private List<Path> before(LocalDate first) throws IOException {
        return matching(matcher -> isBefore(matcher.group(1), first)).stream()
                .map(Dated::path)
                .collect(Collectors.toList());
    }

    /** All of these files, the last one written first. */
    List<Path> latestFirst() throws IOException {
        return matching(matcher -> true).stream()
                .sorted(Comparator.comparing(Dated::day)
                        .thenComparing(Dated::number)
                        .reversed())
                .map(Dated::path)
                .collect(Collectors.toList());
    }

    private List<Dated> matching(Predicate<Matcher> which) throws IOException {
        List<Dated> found = new ArrayList<>();
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(file.getParent())) {
            for (Path sibling : siblings) {
                Matcher matcher = dated.matcher(sibling.getFileName().toString());
                if (matcher.matches() && which.test(matcher)) {
                    found.add(new Dated(sibling, matcher));
                }
            }
        }
        return found;
    }

    private static boolean isBefore(String day, LocalDate first) {
        try {
            return LocalDate.parse(day).isBefore(first);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private String name() {
        return file.getFileName().toString();
    }

    private static final class Dated {
        private final Path path;
        private final String day;
        private final int number;

        private Dated(Path path, Matcher matcher) {
            this.path = path;
            this.day = matcher.group(1);
            this.number = Integer.parseInt(matcher.group(2));
        }

        private Path path() {
            return path;
        }

        private String day() {
            return day;
        }

        private int number() {
            return number;
        }
    }
}
