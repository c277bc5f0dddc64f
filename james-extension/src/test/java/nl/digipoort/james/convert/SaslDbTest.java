// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code saslpasswd2} of Debian 12 (2.1.28) had made of two passwords, with {@code scram_secret_generate: 1}, as its {@code db5.3_dump -p} and
 * {@code db5.3_dump} write it.
 */
class SaslDbTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                VERSION=3
                format=print
                type=hash
                h_nelem=4
                db_pagesize=4096
                HEADER=END
                 alice\\00vm\\00authPassword
                 SCRAM-SHA-1$4096:h0iZ3a05uXYKStmYOyxJGw==$5ILW4zCJtK6ODZIa5oULhQLfS3s=:5v7QWCyMBy95NuI1YkHGyctsz6o=
                 bob\\00example.org\\00authPassword
                 SCRAM-SHA-1$4096:KdG/EIEZF6D4Cc0PMPfvCg==$+JpusS7V6dNTj6bD4wOl/A1NwTM=:HBqDwefN4QKE3WucrUPAhxT+2VI=
                 alice\\00vm\\00userPassword
                 gehe\\\\im \\c3\\a9{x}
                 bob\\00example.org\\00userPassword
                 p,w:"\\09x"
                DATA=END
                """,
                """
                VERSION=3
                format=bytevalue
                type=hash
                h_nelem=4
                db_pagesize=4096
                HEADER=END
                 616c69636500766d006175746850617373776f7264
                 534352414d2d5348412d3124343039363a6830695a336130357558594b53746d594f79784a47773d3d2435494c57347a434a744b364f445a4961356f554c68514c665333733d3a357637515743794d427939354e754931596b4847796374737a366f3d
                 626f62006578616d706c652e6f7267006175746850617373776f7264
                 534352414d2d5348412d3124343039363a4b64472f4549455a46364434436330504d50667643673d3d242b4a70757353375636644e546a36624434774f6c2f41314e77544d3d3a484271447765664e34514b4533577563725550416878542b3256493d
                 616c69636500766d007573657250617373776f7264
                 676568655c696d20c3a97b787d
                 626f62006578616d706c652e6f7267007573657250617373776f7264
                 702c773a22097822
                DATA=END
                """
            })
    void readsTheClearPasswordsOfARealOne(String dump) throws Exception {
        try (SecretText text =
                SecretText.read("dump", new ByteArrayInputStream(dump.getBytes(StandardCharsets.US_ASCII)))) {
            List<ForeignAccount> accounts = new SaslDb().read(text, new AccountNames(Optional.empty()));

            assertThat(accounts)
                    .extracting(account -> account.user().asString() + " "
                            + new String(account.password().orElseThrow()))
                    .containsExactlyInAnyOrder("alice@vm gehe\\im \u00e9{x}", "bob@example.org p,w:\"\tx\"");
        }
    }

    /** As {@code saslpasswd2 -n} makes it. */
    @Test
    void namesAnAccountWithoutAClearPassword() throws Exception {
        String dump =
                """
                VERSION=3
                format=print
                HEADER=END
                 alice\\00vm\\00authPassword
                 SCRAM-SHA-1$4096:h0iZ3a05uXYKStmYOyxJGw==$5ILW4zCJtK6ODZIa5oULhQLfS3s=:5v7QWCyMBy95NuI1YkHGyctsz6o=
                DATA=END
                """;
        try (SecretText text =
                SecretText.read("dump", new ByteArrayInputStream(dump.getBytes(StandardCharsets.US_ASCII)))) {
            List<ForeignAccount> accounts = new SaslDb().read(text, new AccountNames(Optional.of("example.org")));

            assertThat(accounts).singleElement().satisfies(account -> {
                assertThat(account.user().asString()).isEqualTo("alice@example.org");
                assertThat(account.credential().obstacle())
                        .isEqualTo("its password is {SASL}, and the sasldb has no clear text of it");
            });
        }
    }
}
