// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.digipoort.james.server.model.Command.Kind;
import org.junit.jupiter.api.Test;

class OneInTransactionTest {
    private final Scene scene = new Scene();

    @Test
    void findsTwoThatAreServedInTurns() {
        Scene.Visit one = scene.login();
        scene.login().sees();
        one.sees();

        assertThat(broken()).singleElement().asString().contains("client-1").contains("client-2");
    }

    @Test
    void findsALoginWithinAnotherSession() {
        Scene.Visit one = scene.login();
        scene.login();
        one.quits();

        assertThat(broken()).hasSize(1);
    }

    @Test
    void acceptsOneAfterTheOther() {
        scene.login().quits();
        scene.login().quits();

        assertThat(broken()).isEmpty();
    }

    /** The other may have had it from when the first was not served any more. */
    @Test
    void acceptsThatAClientLearnsLateOfALostLease() {
        Scene.Visit one = scene.login().sees();
        scene.login().quits();
        one.refused(Kind.QUIT, 0, "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed");

        assertThat(broken()).isEmpty();
    }

    @Test
    void acceptsALoginThatIsAnsweredDuringAQuit() {
        Scene.Visit one = scene.login();
        long quit = scene.now();
        scene.login();
        one.quits(quit);

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new OneInTransaction().broken(scene.maildrop());
    }
}
