// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Marked messages without a maildrop. */
public final class TestMarkedMessages {
    private TestMarkedMessages() {}

    /** Messages with uids from 1, one octet each. */
    public static List<MarkedMessage> of(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(uid -> new MarkedMessage("1." + uid, "1." + uid, uid, 1))
                .collect(Collectors.toUnmodifiableList());
    }
}
