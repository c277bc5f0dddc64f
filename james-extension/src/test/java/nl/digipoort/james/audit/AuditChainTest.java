// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a chain believes after a failed write. */
class AuditChainTest {
    private static final List<AuditLine> LINES = List.of(AuditLines.text("one"), AuditLines.text("two"));

    private final AuditChain chain = new AuditChain(ChainHead.NONE);

    @Test
    void goesOnBehindTheLinesThatAreThereAfterAFailedWrite() {
        chain.next(LINES);

        chain.settle(Optional.of(head(1, "one")));

        assertThat(chain.head()).isEqualTo(head(1, "one"));
        assertThat(chain.isUncertain()).isFalse();
    }

    @Test
    void believesNoLineThatItDidNotTryToWrite() {
        chain.next(LINES);
        chain.written();
        chain.next(LINES);

        chain.settle(Optional.of(head(3, "forged")));

        assertThat(chain.head()).isEqualTo(head(2, "two"));
    }

    @Test
    void goesOnFromMemoryWithoutAFile() {
        chain.next(LINES);
        chain.written();
        chain.next(LINES);

        chain.settle(Optional.empty());

        assertThat(chain.head()).isEqualTo(head(2, "two"));
    }

    @Test
    void isConfirmedNoMoreByTheCheckpointBeforeTheLinesThatAreThere() {
        chain.next(List.of(new CheckpointLine("\"event\":\"checkpoint\"", Optional.empty())));
        chain.written();
        assertThat(chain.isCheckpointed()).isTrue();
        chain.next(LINES);

        chain.settle(Optional.of(head(2, "one")));

        assertThat(chain.isCheckpointed()).isFalse();
    }

    private static ChainHead head(long seq, String line) {
        return ChainHead.of(seq, line.getBytes(StandardCharsets.US_ASCII));
    }
}
