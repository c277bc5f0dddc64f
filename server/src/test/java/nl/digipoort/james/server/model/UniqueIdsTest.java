// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UniqueIdsTest {
    private final Scene scene = new Scene();

    @Test
    void findsOneThatIsUsedAgain() {
        scene.login().sees("one").retrieves(1, Scene.content("one")).marks(1).quits();
        scene.login().sees("one").retrieves(1, Scene.content("two"));

        assertThat(broken()).singleElement().asString().contains("id-one");
    }

    @Test
    void findsOneThatTwoMessagesHave() {
        scene.login().sees("one", "one");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void acceptsTheSameMessageInAllSessions() {
        scene.login().sees("one", "two").retrieves(1, Scene.content("one")).quits();
        scene.login().sees("one", "two").retrieves(1, Scene.content("one")).retrieves(2, Scene.content("two"));

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new UniqueIds().broken(scene.maildrop());
    }
}
