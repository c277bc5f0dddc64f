// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
    private final Scene scene = new Scene();

    @Test
    void findsTwoThatAreTurned() {
        scene.delivered("one");
        scene.delivered("two");
        scene.ends("two", "one");

        assertThat(broken()).singleElement().asString().contains("sees two").contains("before one");
    }

    @Test
    void findsAnOlderOneThatComesLater() {
        scene.delivered("one");
        scene.delivered("two");
        scene.login().sees("two").retrieves(1, Scene.content("two")).marks(1).quits();
        scene.ends("one");

        assertThat(broken()).singleElement().asString().contains("sees two").contains("but not one");
    }

    @Test
    void findsAnAcknowledgedOneBehindOneThatWasSentLaterAndIsNot() {
        scene.delivered("one");
        scene.sent("two", Outcome.UNKNOWN);
        scene.ends("two", "one");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void acceptsAnyOrderOfTwoThatWereSentAtTheSameTime() {
        long data = scene.now();
        scene.delivered("one");
        scene.delivered("two", data);
        scene.ends("two", "one");

        assertThat(broken()).isEmpty();
    }

    @Test
    void acceptsAnyPlaceOfOneThatWasNotAcknowledged() {
        scene.sent("one", Outcome.UNKNOWN);
        scene.delivered("two");
        scene.ends("two", "one");

        assertThat(broken()).isEmpty();
    }

    @Test
    void acceptsThatAnOlderOneWasDeleted() {
        scene.delivered("one");
        scene.delivered("two");
        scene.login().sees("one").retrieves(1, Scene.content("one")).marks(1).quits();
        scene.ends("two");

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new Order().broken(scene.maildrop());
    }
}
