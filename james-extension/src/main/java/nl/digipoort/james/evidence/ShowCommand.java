// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** {@code audit show}: what the trail says of a message or an account. */
final class ShowCommand {
    private final PrintWriter out;

    ShowCommand(PrintWriter out) {
        this.out = out;
    }

    int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, MessageQuery.OPTIONS, Set.of());
        MessageQuery query = MessageQuery.from(arguments);
        boolean json = arguments.has(Arguments.JSON);
        Story story = new Story(out);
        AtomicLong shown = new AtomicLong();
        show(arguments.trails(), query, entry -> {
            shown.incrementAndGet();
            if (json) {
                out.println(entry.line().text());
            } else {
                story.tell(entry);
            }
        });
        if (!json) {
            story.end(shown.get());
        }
        return shown.get() == 0 ? 1 : 0;
    }

    private static void show(List<Path> trails, MessageQuery query, Consumer<Entry> shown) {
        RelatedRecords related = new RelatedRecords(query);
        try (TrailFiles files = TrailFiles.open(trails)) {
            MergedTrail trail = MergedTrail.of(files);
            // What is learnt late, as the Message-ID at the retrieval, tells which earlier records belong to it.
            long before = -1;
            while (before != related.size()) {
                before = related.size();
                trail.forEach(entry -> entry.record().ifPresent(related::learn));
            }
            trail.forEach(entry -> entry.record().filter(related::belongs).ifPresent(record -> shown.accept(entry)));
        }
    }
}
