// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers as what a test expects them to be. */
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
