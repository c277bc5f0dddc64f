// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells records one after the other, each with what it proves. Not thread-safe. */
final class Story {
    private static final int MOST_REMEMBERED = 100_000;

    private final PrintWriter out;
    private final Map<String, String> arrived = new HashMap<>();

    Story(PrintWriter out) {
        this.out = out;
    }

    void tell(Entry entry) {
        TrailRecord record = entry.record().orElseThrow();
        Sentence sentence = Sentence.of(record);
        line(record.time() + "  " + sentence.says());
        sentence.proves().ifPresent(text -> line("    proves: " + text));
        comparison(record).ifPresent(text -> line("    " + text));
        line("    record: " + entry.line().place(record.seq()) + " of node " + record.node());
    }

    private Optional<String> comparison(TrailRecord record) {
        Optional<String> digest = record.text("sha256");
        String message = record.text("maildrop").orElse("") + "\n"
                + record.text("uniqueId").orElse("");
        if (digest.isEmpty() || record.text("uniqueId").isEmpty()) {
            return Optional.empty();
        }
        if (record.is("arrival-ended") || record.is("brought-in")) {
            if (arrived.size() < MOST_REMEMBERED) {
                arrived.put(message, digest.get());
            }
            return Optional.empty();
        }
        return Optional.ofNullable(arrived.get(message))
                .map(before -> before.equals(digest.get())
                        ? "The same octets as arrived: the SHA-256 is the same."
                        : "OTHER OCTETS than arrived, which had the SHA-256 " + before + ".");
    }

    void end(long shown) {
        line(
                shown == 0
                        ? "The trail says nothing of it."
                        : shown
                                + " records. Whether they are as they were written is what ./digipoort audit verify tells.");
    }

    private void line(String text) {
        out.println(Texts.plain(text));
    }
}
