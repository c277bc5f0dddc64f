// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.digipoort.james.server.model.Command.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlyAfterQuitTest {
    private static final String LOST = "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed";

    private final Scene scene = new Scene();

    @Test
    void findsAMessageThatGoesWithoutAQuit() {
        scene.login().sees("one", "two").marks(1);
        scene.ends("two");

        assertThat(broken()).singleElement().asString().contains("id-one");
    }

    @Test
    void findsAMessageThatGoesWithoutAMark() {
        scene.login().sees("one", "two").marks(1).quits();
        scene.ends();

        assertThat(broken()).singleElement().asString().contains("id-two");
    }

    @Test
    void findsAMessageThatGoesAfterRset() {
        scene.login().sees("one").marks(1).unmarks().quits();
        scene.ends();

        assertThat(broken()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LOST,
                "-ERR [SYS/TEMP] No message was removed, try again later",
                "-ERR The account has changed, no message was removed"
            })
    void findsAMessageThatGoesAlthoughTheAnswerDeniesIt(String answer) {
        scene.login().sees("one").marks(1).quits(Outcome.FAIL, answer);
        scene.ends();

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAMessageThatWasSeenAgainBeforeItGoes() {
        scene.login().sees("one").marks(1).quits();
        scene.login().sees("one");
        scene.ends();

        assertThat(broken()).hasSize(2);
    }

    @Test
    void findsAMessageThatStaysAfterQuit() {
        scene.login().sees("one").marks(1).quits();
        scene.ends("one");

        assertThat(broken()).singleElement().asString().contains("was deleted by client-1");
    }

    @Test
    void acceptsWhatItsClientWantedAndNoMore() {
        scene.login().sees("one", "two", "three").marks(1);
        scene.login().sees("one", "two", "three").marks(2).quits(Outcome.FAIL, LOST);
        scene.login().sees("one", "two", "three").marks(3).quits();
        scene.ends("one", "two");

        assertThat(broken()).isEmpty();
    }

    /** Whether the other login was before or after it, nobody knows. */
    @Test
    void acceptsAViewThatWasTakenDuringAQuit() {
        Scene.Visit one = scene.login().sees("one").marks(1);
        long quit = scene.now();
        scene.login().listed(Kind.UIDL).quits();
        one.quits(quit);
        scene.ends();

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new OnlyAfterQuit().broken(scene.maildrop());
    }
}
