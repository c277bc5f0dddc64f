// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    /** Else two nodes of Cassandra that make it at once do not agree. */
    @Test
    void hasTheSameIdWhoeverMakesItButAnotherInEachKeyspace() {
        String creation = table().creation("james");

        assertThat(creation).contains(" WITH id = ").isEqualTo(table().creation("james"));
        assertThat(creation).isNotEqualTo(table().creation("other"));
    }

    private static Table table() {
        return Table.of("digipoort_test", "id text PRIMARY KEY");
    }
}
