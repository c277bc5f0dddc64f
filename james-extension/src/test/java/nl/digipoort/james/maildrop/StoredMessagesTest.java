// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoredMessagesTest {
    @Test
    void keepsItsOwnCopies() {
        long[] uids = {1, 2};

        StoredMessages messages = StoredMessages.of(uids, new long[] {10, 20});
        uids[0] = 99;

        assertThat(messages.uid(0)).isEqualTo(1);
        assertThat(messages.size(1)).isEqualTo(20);
        assertThat(messages.count()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoListing() {
        assertThatThrownBy(() -> StoredMessages.of(new long[] {1}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredMessages.of(new long[] {2, 2}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredMessages.of(new long[] {1}, new long[] {-1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
