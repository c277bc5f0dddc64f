// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The contract of a store of the heads of audit trails. */
public interface AuditHeadsContract {
    String HASH = "0a".repeat(32);
    String OTHER_HASH = "b1".repeat(32);

    /** An empty store; the same content at each call. */
    AuditHeads store();

    @Test
    default void hasNothingAtFirst() {
        assertThat(store().heads()).isEmpty();
    }

    @Test
    default void keepsTheLastHeadOfEachChain() {
        store().publish(AuditHead.of("node-1", 1, HASH));
        store().publish(AuditHead.of("node-2", 5, HASH));
        store().publish(AuditHead.of("node-1", 1L << 40, OTHER_HASH));

        assertThat(store().heads())
                .containsExactlyInAnyOrder(
                        AuditHead.of("node-1", 1L << 40, OTHER_HASH), AuditHead.of("node-2", 5, HASH));
    }

    /** A chain that lost its files begins anew. */
    @Test
    default void isReplacedByASmallerNumber() {
        store().publish(AuditHead.of("host:/var/audit/a trail.jsonl", 7, HASH));
        store().publish(AuditHead.of("host:/var/audit/a trail.jsonl", 2, OTHER_HASH));

        assertThat(store().heads()).containsExactly(AuditHead.of("host:/var/audit/a trail.jsonl", 2, OTHER_HASH));
    }
}
