// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxId;
import org.junit.jupiter.api.Test;

/** The contract of every {@link WireSizeStore}. */
public interface WireSizeStoreContract {
    MailboxId INBOX = JPAId.of(1);
    MailboxId OTHER = JPAId.of(2);

    /** A store that is empty at first. Every call in a test returns a store with the same data. */
    WireSizeStore store();

    @Test
    default void knowsNothingWhenTheMailboxWasNeverSeen() {
        assertKnown(INBOX, WireSizes.NOTHING_EXAMINED);
    }

    @Test
    default void findsWhatWasSaved() {
        store().save(INBOX, WireSizes.of(7, Map.of(3L, 1_000L, 5L, 5_000_000_000L)));

        assertKnown(INBOX, WireSizes.of(7, Map.of(3L, 1_000L, 5L, 5_000_000_000L)));
        assertKnown(OTHER, WireSizes.NOTHING_EXAMINED);
    }

    @Test
    default void replacesAllWhenSavedAgain() {
        store().save(INBOX, WireSizes.of(7, Map.of(3L, 1_000L, 5L, 2_000L, 6L, 2_000L)));
        store().save(OTHER, WireSizes.of(9, Map.of(3L, 4_000L)));

        store().save(INBOX, WireSizes.of(12, Map.of(5L, 2_000L, 6L, 2_001L, 11L, 3_000L)));

        assertKnown(INBOX, WireSizes.of(12, Map.of(5L, 2_000L, 6L, 2_001L, 11L, 3_000L)));
        assertKnown(OTHER, WireSizes.of(9, Map.of(3L, 4_000L)));
    }

    @Test
    default void keepsHowFarItIsExaminedWhenNoMessageDiffers() {
        store().save(INBOX, WireSizes.of(7, Map.of(3L, 1_000L)));

        store().save(INBOX, WireSizes.of(8, Map.of()));

        assertKnown(INBOX, WireSizes.of(8, Map.of()));
    }

    @Test
    default void isExtendedByTheNextMessage() {
        store().extend(INBOX, 1, OptionalLong.empty());
        store().extend(INBOX, 2, OptionalLong.of(5_000_000_000L));
        store().extend(INBOX, 3, OptionalLong.empty());

        assertKnown(INBOX, WireSizes.of(3, Map.of(2L, 5_000_000_000L)));
        assertKnown(OTHER, WireSizes.NOTHING_EXAMINED);
    }

    @Test
    default void isNotExtendedBehindAMessageThatNobodyExamined() {
        store().extend(OTHER, 2, OptionalLong.of(10));
        assertKnown(OTHER, WireSizes.NOTHING_EXAMINED);
        store().save(INBOX, WireSizes.of(7, Map.of(3L, 1_000L)));

        store().extend(INBOX, 9, OptionalLong.of(10));
        store().extend(INBOX, 7, OptionalLong.of(10));
        assertKnown(INBOX, WireSizes.of(7, Map.of(3L, 1_000L)));

        store().extend(INBOX, 8, OptionalLong.of(10));
        assertKnown(INBOX, WireSizes.of(8, Map.of(3L, 1_000L, 8L, 10L)));
    }

    @Test
    default void keepsUniqueIdsBesideTheSizes() {
        KeptUniqueIds kept = KeptUniqueIds.moved("a-move", Map.of(3L, "000000a15f3e1b2c", 4L, "~".repeat(70)));
        store().save(INBOX, WireSizes.of(7, Map.of(3L, 1_000L, 5L, 2_000L)).with(kept));

        assertKnown(INBOX, WireSizes.of(7, Map.of(3L, 1_000L, 5L, 2_000L)).with(kept));
        assertKnown(OTHER, WireSizes.NOTHING_EXAMINED);
    }

    @Test
    default void replacesUniqueIdsWhenSavedAgain() {
        store().save(
                        INBOX,
                        WireSizes.of(7, Map.of(3L, 1_000L))
                                .with(KeptUniqueIds.moved("a-move", Map.of(3L, "three", 4L, "four", 5L, "five"))));
        KeptUniqueIds fewer = KeptUniqueIds.moved("a-move", Map.of(3L, "three", 5L, "FIVE"));

        store().save(INBOX, WireSizes.of(8, Map.of(5L, 3_000L)).with(fewer));
        assertKnown(INBOX, WireSizes.of(8, Map.of(5L, 3_000L)).with(fewer));

        store().save(INBOX, WireSizes.of(8, Map.of(5L, 3_000L)));
        assertKnown(INBOX, WireSizes.of(8, Map.of(5L, 3_000L)));
    }

    @Test
    default void keepsUniqueIdsWhenExtended() {
        KeptUniqueIds kept = KeptUniqueIds.moved("a-move", Map.of(1L, "one"));
        store().save(INBOX, WireSizes.of(1, Map.of()).with(kept));

        store().extend(INBOX, 2, OptionalLong.empty());
        store().extend(INBOX, 3, OptionalLong.of(10));

        assertKnown(INBOX, WireSizes.of(3, Map.of(3L, 10L)).with(kept));
    }

    private void assertKnown(MailboxId mailbox, WireSizes expected) {
        WireSizes found = store().find(mailbox);
        assertThat(found.examinedThrough()).isEqualTo(expected.examinedThrough());
        assertThat(found.exceptions()).isEqualTo(expected.exceptions());
        assertThat(found.uniqueIds().byUid()).isEqualTo(expected.uniqueIds().byUid());
    }
}
