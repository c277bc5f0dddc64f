// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.digipoort.james.server.model.Command.Kind;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
    private final Scene scene = new Scene();

    @Test
    void findsWhatIsLost() {
        scene.delivered("one");
        scene.ends();

        assertThat(broken()).singleElement().asString().startsWith("lost: one");
    }

    @Test
    void findsWhatIsThereTwice() {
        scene.delivered("one");
        scene.login()
                .listed(Kind.UIDL, "1 a", "2 b")
                .retrieves(1, Scene.content("one"))
                .retrieves(2, Scene.content("one"));
        scene.ends();

        assertThat(broken()).singleElement().asString().contains("more than once");
    }

    @Test
    void findsWhatComesAgainAfterItWasDeleted() {
        scene.sent("one", Outcome.UNKNOWN);
        scene.login()
                .listed(Kind.UIDL, "1 a")
                .retrieves(1, Scene.content("one"))
                .marks(1)
                .quits();
        scene.login().listed(Kind.UIDL, "1 b").retrieves(1, Scene.content("one"));
        scene.ends();

        assertThat(broken()).singleElement().asString().contains("more than once");
    }

    @Test
    void findsWhatWasRefused() {
        scene.sent("one", Outcome.FAIL);
        scene.ends("one");

        assertThat(broken()).singleElement().asString().startsWith("refused");
    }

    @Test
    void findsThatNobodyHasLooked() {
        scene.login().sees();

        assertThat(broken()).singleElement().asString().startsWith("nobody");
    }

    @Test
    void acceptsWhatIsThereOnceAndWhatIsNotKnown() {
        scene.delivered("one");
        scene.delivered("two");
        scene.sent("three", Outcome.UNKNOWN);
        scene.sent("four", Outcome.UNKNOWN);
        scene.sent("five", Outcome.FAIL);
        scene.login()
                .sees("one", "two")
                .retrieves(1, Scene.content("one"))
                .marks(1)
                .quits();
        scene.ends("two", "three");

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new ExactlyOnce().broken(scene.maildrop());
    }
}
