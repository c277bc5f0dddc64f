// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lines of all chains, each in its order, and the chains beside each other by time. */
final class MergedTrail {
    private final List<List<TrailFile>> chains;

    private MergedTrail(List<List<TrailFile>> chains) {
        this.chains = chains;
    }

    static MergedTrail of(TrailFiles files) {
        try {
            return new MergedTrail(Series.of(files.files()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    int chains() {
        return chains.size();
    }

    /** How many files the chain has. */
    int files(int chain) {
        return chains.get(chain).size();
    }

    void forEach(Consumer<Entry> consumer) {
        List<ChainReader> readers = new ArrayList<>();
        try {
            List<Entry> next = new ArrayList<>();
            for (List<TrailFile> files : chains) {
                ChainReader reader = new ChainReader(files);
                readers.add(reader);
                read(readers, readers.size() - 1).ifPresent(next::add);
            }
            while (!next.isEmpty()) {
                Entry first = next.size() == 1
                        ? next.get(0)
                        : next.stream().min(Comparator.comparing(Entry::time)).orElseThrow();
                next.remove(first);
                consumer.accept(first);
                read(readers, first.chain()).ifPresent(next::add);
            }
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            close(readers);
        }
    }

    private static Optional<Entry> read(List<ChainReader> readers, int chain) throws IOException {
        return readers.get(chain).next().map(line -> new Entry(chain, line));
    }

    private static void close(List<ChainReader> readers) {
        try {
            for (ChainReader reader : readers) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WrongArguments unreadable(IOException cause) {
        return new WrongArguments("the trail cannot be read: " + cause);
    }
}
