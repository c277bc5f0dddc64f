// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.server.model.Command.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRecordsTest {
    private final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(strings = {"retrieval-begun", "marked", "deletion-begun"})
    void findsWhatIsNotRecorded(String event) {
        scene.login().sees("one").retrieves(1, Scene.content("one")).marks(1).quits();

        assertThat(broken(scene.maildrop(entry -> !entry.event().equals(event))))
                .singleElement()
                .asString()
                .startsWith("not recorded")
                .contains(event);
    }

    @Test
    void findsARetrievalThatIsRecordedOnceAndWasTwice() {
        scene.login()
                .sees("one")
                .retrieves(1, Scene.content("one"))
                .retrieves(1, Scene.content("one"))
                .quits();
        AtomicInteger retrievals = new AtomicInteger();

        assertThat(broken(scene.maildrop(
                        entry -> !entry.event().equals("retrieval-begun") || retrievals.getAndIncrement() == 0)))
                .hasSize(1);
    }

    @Test
    void findsADeletionThatNobodyAskedFor() {
        scene.login().sees("one").marks(1).unmarks().quits();
        Scene.Visit hungUp = scene.login().sees("one").marks(1);
        assertThat(broken(scene.maildrop())).isEmpty();

        hungUp.quits(Outcome.UNKNOWN, "");
        MaildropHistory recorded = scene.maildrop();
        assertThat(broken(recorded)).isEmpty();
        assertThat(broken(MaildropHistory.of(withoutQuit(scene), Scene.ACCOUNT)))
                .singleElement()
                .asString()
                .startsWith("nobody asked for it");
    }

    private static History withoutQuit(Scene scene) {
        History history = scene.history(entry -> true);
        return new History(
                history.deliveries(),
                history.sessions().stream()
                        .map(session -> new Session(
                                session.client(),
                                session.node(),
                                session.port(),
                                session.account(),
                                session.isLast(),
                                session.commands().stream()
                                        .filter(command -> command.outcome() != Outcome.UNKNOWN)
                                        .toList()))
                        .toList(),
                history.disturbances(),
                history.audit());
    }

    @Test
    void acceptsThatARefusedRetrievalIsNotRecorded() {
        scene.login()
                .sees("one")
                .refused(Kind.RETR, 1, "-ERR [SYS/TEMP] Try again later")
                .quits();

        assertThat(broken(scene.maildrop())).isEmpty();
    }

    private static List<String> broken(MaildropHistory maildrop) {
        return new AuditRecords().broken(maildrop);
    }
}
