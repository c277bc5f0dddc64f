// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nl.digipoort.james.server.model.Command.Kind;
import org.junit.jupiter.api.Test;

class StableViewTest {
    private final Scene scene = new Scene();

    StableViewTest() {
        scene.delivered("one");
        scene.delivered("two");
    }

    @Test
    void findsAMessageThatJoins() {
        scene.login().sees("one").sees("one", "two");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAMarkedMessageThatIsStillListed() {
        scene.login().sees("one", "two").marks(1).listed(Kind.LIST, "1 10", "2 20");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAnotherCount() {
        scene.login().sees("one", "two").counted("+OK 1 10");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAnotherSum() {
        scene.login().sees("one", "two").listed(Kind.LIST, "1 10", "2 20").counted("+OK 2 29");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAnotherSize() {
        scene.login().sees("one").listed(Kind.LIST, "1 10").listed(Kind.LIST, "1 11");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsOctetsThatNobodySent() {
        scene.login().sees("one").retrieves(1, new Content("one", "another digest"));

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAnotherMessageUnderTheSameNumber() {
        scene.login().sees("one", "two").retrieves(1, Scene.content("one")).retrieves(1, Scene.content("two"));

        assertThat(broken()).hasSize(1);
    }

    @Test
    void findsAMessageThatIsListedAndRefused() {
        scene.login().sees("one").refused(Kind.RETR, 1, "-ERR No such message");

        assertThat(broken()).hasSize(1);
    }

    @Test
    void acceptsMarksAndTheirEnd() {
        scene.login()
                .sees("one", "two")
                .listed(Kind.LIST, "1 10", "2 20")
                .retrieves(1, Scene.content("one"))
                .marks(1)
                .listed(Kind.UIDL, "2 id-two")
                .listed(Kind.LIST, "2 20")
                .counted("+OK 1 20")
                .refused(Kind.RETR, 1, "-ERR No such message")
                .unmarks()
                .sees("one", "two")
                .counted("+OK 2 30")
                .retrieves(1, Scene.content("one"))
                .retrieves(2, Scene.content("two"));

        assertThat(broken()).isEmpty();
    }

    @Test
    void acceptsThatTheServerCannotNow() {
        scene.login().sees("one").refused(Kind.RETR, 1, "-ERR [SYS/TEMP] Try again later");

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new StableView().broken(scene.maildrop());
    }
}
