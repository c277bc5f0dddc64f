// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a=b|b",
                "A=b|b",
                "a=\"b\"|b",
                ",,a=b,,|b",
                " , a=b , ,|b",
                " a = b |b",
                "\ta\t=\t\"b\"\t|b",
                "x=1,a=b,y=2|b",
                "x=1 , a=b\t,y=2|b",
                "a=\"b, c=d\"|b, c=d",
                "a=\" b \"| b ",
                "a=\"\\\"b\\\\\"|\"b\\",
                "a=\"\\b\"|b",
                "a=pop/host.example.org|pop/host.example.org",
                "a=b==|b==",
                "a=[::1]|[::1]",
                "a-b=1,a=b|b",
            })
    void readsTheValueOfA(String list, String value) throws Exception {
        assertThat(DirectiveList.parse(utf8(list)).required("a")).isEqualTo(value);
    }

    @Test
    void readsAFoldedList() throws Exception {
        DirectiveList list = DirectiveList.parse(utf8("x=1,\r\n a\r\n\t=\r\n  b"));

        assertThat(list.required("a")).isEqualTo("b");
    }

    @Test
    void readsAnEmptyQuotedString() throws Exception {
        assertThat(DirectiveList.parse(utf8("a=\"\"")).required("a")).isEmpty();
    }

    @Test
    void keepsTheOctetsOfAQuotedString() throws Exception {
        byte[] message = {'a', '=', '"', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF, '"'};

        assertThat(DirectiveList.parse(message).required("a")).isEqualTo("\u00C3\u00A9\u00FF");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                " , ,",
                "a",
                "=",
                "=b",
                "a=",
                "a=,b=c",
                "a =",
                "a b=c",
                "a=b c",
                "a=b\"c\"",
                "a=\"b\"c",
                "a=\"b\" c=d",
                "a=\"",
                "a=\"b",
                "a=\"b\\",
                "a=\"b\\\"",
                "a=b\\c",
                "a=b\rc",
                "a=b\r\n",
                "a=b\n,c=d",
                "a=\u00E9",
                "\u00E9=a",
                "a/b=c",
                "\"a\"=b",
                "a=\"b\u0000\"",
                "a=\"b\\\u0000\"",
                "a=\"b\u007F\"",
                "a=\"b\r\n c\"",
                "a=\"\\\u00E9\"",
                "a;b=c",
                "a(=b",
                "a\u007F=b",
                "a=b\u007F",
            })
    void refusesAListThatIsNotOne(String list) {
        assertThatThrownBy(() -> DirectiveList.parse(utf8(list))).isInstanceOf(DigestSyntaxException.class);
    }

    @Test
    void refusesARepeatedDirectiveWhenItIsAskedFor() throws Exception {
        DirectiveList list = DirectiveList.parse(utf8("a=b,A=b,c=d"));

        assertThat(list.required("c")).isEqualTo("d");
        assertThatThrownBy(() -> list.optional("a")).isInstanceOf(DigestSyntaxException.class);
        assertThatThrownBy(() -> list.required("a")).isInstanceOf(DigestSyntaxException.class);
    }

    @Test
    void refusesAMissingDirectiveWhenItIsRequired() throws Exception {
        DirectiveList list = DirectiveList.parse(utf8("a=b"));

        assertThat(list.optional("c")).isEmpty();
        assertThatThrownBy(() -> list.required("c")).isInstanceOf(DigestSyntaxException.class);
    }

    @Test
    void takesOfRubbishWhatTheGrammarAllows() {
        Random random = new Random(2831);
        String alphabet = "ab=\",\\ \t\r\n\u0000\u00FF/(\u007F\u0080";
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder message = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                message.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            boolean allowed = DirectiveGrammar.allows(message.toString());
            assertThat(isTaken(message.toString())).as(message.toString()).isEqualTo(allowed);
            taken += allowed ? 1 : 0;
        }
        assertThat(taken).isBetween(10, 10_000);
    }

    private static boolean isTaken(String message) {
        try {
            DirectiveList.parse(Octets.toBytes(message));
            return true;
        } catch (DigestSyntaxException e) {
            assertThat(e).hasMessageNotContaining("\u00FF");
            return false;
        }
    }
}
