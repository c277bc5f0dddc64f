// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllOrNothingTest {
    private final Scene scene = new Scene();

    @Test
    void findsHalfADeletion() {
        scene.login().sees("one", "two").marks(1, 2).quits(Outcome.UNKNOWN, "");
        scene.ends("two");

        assertThat(broken()).singleElement().asString().contains("only [id-two] is left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one two"})
    void acceptsAllOrNothingWhenTheAnswerIsMissing(String left) {
        scene.login().sees("one", "two").marks(1, 2).quits(Outcome.UNKNOWN, "");
        scene.ends(left.isEmpty() ? new String[0] : left.split(" ", -1));

        assertThat(broken()).isEmpty();
    }

    private List<String> broken() {
        return new AllOrNothing().broken(scene.maildrop());
    }
}
