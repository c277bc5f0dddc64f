// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    /** By sha256sum, with an octet of zero between the names: rows of an earlier version are found by it. */
    @Test
    void hasTheKeyThatIsStoredAlready() {
        assertThat(Delivery.of("mail-1", Username.of("alice@example.org")).key())
                .isEqualTo("39e768f017e16c6079730b201430962597762933b204f7318e8645d17819514a");
    }
}
