// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file has, it is read, or refused by file and line without its text. */
class AccountFilePropertyTest {
    private static final List<AccountSource> SOURCES =
            List.of(new CsvAccounts(), new PasswdFile("PLAIN"), new SaslDb());

    @Property(tries = 2000)
    void readsOrRefusesGarbageByItsLine(@ForAll("texts") String text, @ForAll("sources") AccountSource source)
            throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (SecretText secret = SecretText.read("FILE", new ByteArrayInputStream(octets))) {
            List<ForeignAccount> accounts = source.read(secret, new AccountNames(Optional.of("example.org")));

            assertThat(accounts).allSatisfy(account -> assertThat(account.user().hasDomainPart())
                    .isTrue());
        } catch (ConvertException e) {
            assertThat(e.getMessage()).matches("(?s)FILE:[1-9][0-9]*: .+").doesNotContain("sEcReT");
        }
    }

    @Property
    void readsAnyPasswordAsCsvWritesIt(@ForAll("passwords") String password) throws Exception {
        String text = "password,user\r\n\"" + password.replace("\"", "\"\"") + "\",anna\r\n";
        try (SecretText secret =
                SecretText.read("FILE", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            List<ForeignAccount> accounts =
                    new CsvAccounts().read(secret, new AccountNames(Optional.of("example.org")));

            assertThat(accounts.get(0).password().map(String::new)).contains(password);
        }
    }

    @Provide
    Arbitrary<AccountSource> sources() {
        return Arbitraries.of(SOURCES);
    }

    @Provide
    Arbitrary<String> passwords() {
        return Arbitraries.strings()
                .withChars("aé\u20ac \",:\r\n\\{}\u0001")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    /** Parts of the three forms, in any order. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "user,password\n",
                "user,hash\r\n",
                "VERSION=3\n",
                "format=print\n",
                "format=bytevalue\n",
                "HEADER=END\n",
                "DATA=END\n",
                " a\\00b\\00userPassword\n",
                " 61006200\n",
                "anna",
                "anna@example.org",
                ":",
                ",",
                "\n",
                "\"",
                "\\",
                " ",
                "{PLAIN}",
                "{PLAIN.b64}",
                "{DIGEST-MD5}",
                "{SCRAM-SHA-256}",
                "4096,a,b,c",
                "{sEcReT",
                "sEcReT",
                "sEcReT\n",
                "nologin",
                "\uFEFF",
                "\u0000",
                "@",
                "#");
        return Combinators.combine(
                        parts.list().ofMaxSize(25), Arbitraries.strings().ofMaxLength(5))
                .as((chosen, end) -> String.join("", chosen) + end);
    }
}
