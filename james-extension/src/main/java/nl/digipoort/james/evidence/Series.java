// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of one chain, in the order in which they were written. Files of one name with different days belong together; so do those that
 * continue each other, and those of one node whose numbers do not overlap, wherever they were moved. Not thread-safe.
 */
final class Series {
    private final List<TrailFile> files;
    private final Set<String> nodes = new HashSet<>();
    private final Set<String> firstPrevs = new HashSet<>();
    private final Set<String> lastHashes = new HashSet<>();
    private long firstSeq = Long.MAX_VALUE;
    private long lastSeq;

    private Series(List<TrailFile> files) {
        this.files = files;
    }

    /** The files of each chain. */
    static List<List<TrailFile>> of(List<TrailFile> files) throws IOException {
        Map<String, List<TrailFile>> byName = new LinkedHashMap<>();
        files.stream()
                .sorted(Comparator.comparing(TrailFile::name, FileName.ORDER))
                .forEach(file -> byName.computeIfAbsent(file.name().series(), name -> new ArrayList<>())
                        .add(file));
        Collection<List<TrailFile>> named = byName.values();
        return named.size() == 1 ? List.copyOf(named) : joined(named);
    }

    private static List<List<TrailFile>> joined(Collection<List<TrailFile>> named) throws IOException {
        List<Series> all = new ArrayList<>();
        for (List<TrailFile> files : named) {
            Series series = new Series(new ArrayList<>(files));
            for (TrailFile file : files) {
                series.look(file);
            }
            all.add(series);
        }
        boolean joined = true;
        while (joined) {
            joined = joinTwo(all);
        }
        return all.stream().map(series -> series.files).collect(Collectors.toUnmodifiableList());
    }

    private static boolean joinTwo(List<Series> all) {
        for (Series one : all) {
            for (Series other : all) {
                if (one != other && one.belongsWith(other)) {
                    one.join(other);
                    all.remove(other);
                    return true;
                }
            }
        }
        return false;
    }

    private void look(TrailFile file) throws IOException {
        file.first().ifPresent(record -> {
            note(record);
            firstPrevs.add(record.prev());
        });
        Optional<Line> last = file.last();
        if (last.isPresent()) {
            TrailRecord.parse(last.get()).ifPresent(this::note);
            lastHashes.add(last.get().hash());
        }
    }

    private void note(TrailRecord record) {
        nodes.add(record.node());
        if (record.version() == 2) {
            firstSeq = Math.min(firstSeq, record.seq());
            lastSeq = Math.max(lastSeq, record.seq());
        }
    }

    private boolean belongsWith(Series other) {
        boolean follows = other.firstPrevs.stream().anyMatch(lastHashes::contains);
        boolean apart = lastSeq < other.firstSeq && lastSeq > 0 && other.lastSeq > 0;
        return follows || (apart && other.nodes.stream().anyMatch(nodes::contains));
    }

    private void join(Series other) {
        files.addAll(other.files);
        files.sort(Comparator.comparingLong(
                        (TrailFile file) -> file.first().map(TrailRecord::seq).orElse(0L))
                .thenComparing(TrailFile::name, FileName.ORDER));
        nodes.addAll(other.nodes);
        firstPrevs.addAll(other.firstPrevs);
        lastHashes.addAll(other.lastHashes);
        firstSeq = Math.min(firstSeq, other.firstSeq);
        lastSeq = Math.max(lastSeq, other.lastSeq);
    }
}
