// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    /** Computed with sha256sum, with a zero octet between the names. It must not change: stored rows have this key. */
    @Test
    void hasTheKeyThatIsStoredAlready() {
        assertThat(Delivery.of("mail-1", Username.of("alice@example.org")).key())
                .isEqualTo("39e768f017e16c6079730b201430962597762933b204f7318e8645d17819514a");
    }
}
