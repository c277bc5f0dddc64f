// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nl.digipoort.james.server.model.Command.Kind;
import nl.digipoort.james.testing.JsonLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    private final Scene scene = new Scene();

    @Test
    void findsNothingInARightHistory() {
        scene.delivered("one");
        scene.delivered("two");
        scene.login()
                .sees("one", "two")
                .retrieves(1, Scene.content("one"))
                .marks(1)
                .quits();
        scene.ends("two");

        assertThat(Checker.check(scene.history(entry -> true))).isEmpty();
    }

    @Test
    void asksEveryRule() {
        scene.delivered("one");
        scene.delivered("two");
        scene.delivered("lost");
        Scene.Visit first = scene.login().listed(Kind.UIDL, "1 a", "2 b");
        Scene.Visit second = scene.login().listed(Kind.UIDL, "1 a");
        first.retrieves(1, Scene.content("two"))
                .retrieves(2, Scene.content("one"))
                .counted("+OK 3 30");
        second.retrieves(1, Scene.content("one"));
        scene.ends();

        assertThat(Checker.check(scene.history(entry -> !entry.event().equals("retrieval-begun"))))
                .extracting(Violation::rule)
                .contains(
                        "OneInTransaction",
                        "StableView",
                        "UniqueIds",
                        "ExactlyOnce",
                        "OnlyAfterQuit",
                        "Order",
                        "AuditRecords");
    }

    @Test
    void acceptsAPartOfADeletionOnlyWhereThereAreNoTransactions() {
        scene.delivered("one");
        scene.delivered("two");
        scene.login()
                .sees("one", "two")
                .retrieves(1, Scene.content("one"))
                .retrieves(2, Scene.content("two"))
                .marks(1, 2)
                .quits(Outcome.UNKNOWN, "");
        scene.ends("two");
        History history = scene.history(entry -> true);

        assertThat(Checker.check(history)).extracting(Violation::rule).containsExactly("AllOrNothing");
        assertThat(Checker.checkWithoutTransactions(history)).isEmpty();
    }

    @Test
    void writesTheHistoryInTheOrderOfTime(@TempDir Path folder) throws IOException {
        scene.delivered("one");
        scene.login().sees("one").quits();
        scene.delivered("two");

        Path file = folder.resolve("history.jsonl");
        scene.history(entry -> false).write(file);

        assertThat(Files.readString(file)).contains("\"mark\":\"one\"").contains("1 id-one");
        assertThat(JsonLines.read(file))
                .extracting(Map::keySet)
                .extracting(Object::toString)
                .containsExactly("[delivery]", "[session]", "[delivery]");
    }
}
