// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void leavesANameAsItIs() {
        assertThat(LogText.of(Username.of("zo\u00eb+1@example.org"))).isEqualTo("zo\u00eb+1@example.org");
    }

    @Test
    void keepsANameOnOneLine() {
        assertThat(LogText.of(Username.of("a\r\nb\u0085c\u2028d\u202ee\u001b[0m@example.org")))
                .isEqualTo("a??b?c?d?e?[0m@example.org");
    }
}
