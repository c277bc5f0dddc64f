// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nl.digipoort.james.testing.OddMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our receiver in a James whose mailbox is known only through James's interfaces: no octet changes. */
class DropInOctetsIT {
    @TempDir
    private static Path scratch;

    private static StockJames james;
    private static StockMail mail;

    @BeforeAll
    static void start() throws Exception {
        james = StockJames.start(scratch.resolve("home"));
        mail = new StockMail(james);
    }

    @AfterAll
    static void stop() {
        james.close();
    }

    @Test
    void changesNoOctetOnTheStraightWayIn() throws Exception {
        assertThat(mail.changedStraightIn(OddMessages.all())).isEmpty();
    }

    @Test
    void changesNoOctetOfWhatIsHeld() throws Exception {
        assertThat(mail.changedHeld(OddMessages.all())).isEmpty();
    }
}
