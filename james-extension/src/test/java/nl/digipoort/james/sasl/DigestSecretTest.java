// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestSecretTest {
    @Test
    void doesNotChangeWhenTheArraysDo() {
        byte[] given = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        DigestSecret secret = DigestSecret.of("chris", List.of(given));

        given[0] = 99;
        secret.candidates().get(0)[1] = 99;

        assertThat(secret.candidates().get(0)).startsWith(1, 2, 3);
    }

    @Test
    void doesNotShowTheHashes() {
        byte[] hash = Credentials.utf8("sixteen octets!!");

        assertThat(DigestSecret.of("chris", List.of(hash))).hasToString("DigestSecret[chris]");
    }

    @Test
    void refusesAWrongNumberOrLengthOfHashes() {
        byte[] hash = new byte[16];

        assertThatIllegalArgumentException().isThrownBy(() -> DigestSecret.of("chris", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestSecret.of("chris", Collections.nCopies(9, hash)));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestSecret.of("chris", List.of(new byte[15])));
        assertThatIllegalArgumentException().isThrownBy(() -> DigestSecret.of("", List.of(hash)));
    }

    @Test
    void hasOneCandidateForAsciiAndFourForLatin1() {
        assertThat(hex("chris", "secret")).containsExactly("eb5a750053e4d2c34aa84bbc9b0b6ee7");
        assertThat(hex("andr\u00E9", "secret")).hasSize(2).doesNotHaveDuplicates();
        assertThat(hex("chris", "p\u00E4ss")).hasSize(2).doesNotHaveDuplicates();
        assertThat(hex("andr\u00E9", "p\u00E4ss")).hasSize(4).doesNotHaveDuplicates();
        assertThat(hex("andr\u00E9", "\u20AC")).hasSize(2).doesNotHaveDuplicates();
        assertThat(hex("\u20AC", "\u20AC")).hasSize(1);
    }

    @Test
    void refusesTextThatIsNotUnicode() {
        assertThatIllegalArgumentException().isThrownBy(() -> hex("chris", "\uD800"));
    }

    private static List<String> hex(String username, String password) {
        return DigestCandidates.of(username, "elwood.innosoft.com", password.toCharArray()).stream()
                .map(Md5::hex)
                .toList();
    }
}
