// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static org.assertj.core.api.Assertions.assertThat;

/** Converts answers to the kind that a test expects. */
public final class Answers {
    private Answers() {}

    public static DelayedAnswer delayed(Answer answer) {
        assertThat(answer).isInstanceOf(DelayedAnswer.class);
        return (DelayedAnswer) answer;
    }

    public static ReplyBody body(Answer answer) {
        assertThat(answer).isInstanceOf(MultiLineReply.class);
        return ((MultiLineReply) answer).body();
    }
}
