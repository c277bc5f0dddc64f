// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and editing text without touching the rest of it. */
class TextsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1;b=2|b|3|a=1;b=3",
                "a = 1|a|2|a = 2",
                "a:1|a|2|a:2",
                "a 1;c=2|a|2|a 2;c=2",
                "a=1\\;  2;b=3|a|x|a=x;b=3",
                "#a=1;b=2|a|3|#a=1;a=3;b=2",
                "b=2|a|3|b=2;a=3;",
                "''|a|3|a=3;",
                "ab=1|a|2|ab=1;a=2;",
                "a=1;a=2|a|3|a=3;",
                "a=1;b=2;a=1\\;  2;c=3|a|1|a=1;b=2;c=3"
            })
    void setsOneValueOfAPropertiesFile(String text, String key, String value, String expected) {
        assertThat(new PropertiesText(lines(text)).with(key, value)).isEqualTo(lines(expected));
    }

    @Test
    void findsTheWordsOfEveryLineWithAKeyAndItsNumber() {
        PropertiesText text = new PropertiesText("# x\nk=a, b,\\\n  c\nother=1\nk=d\n");

        assertThat(text.words("k")).containsExactly("a", "b", "c", "d");
        assertThat(text.line("other")).isEqualTo(4);
        assertThat(text.line("none")).isZero();
    }

    @Test
    void takesClassesOfAnEarlierVersionAwayAndLeavesThoseOfOthers() {
        PropertiesText text =
                new PropertiesText("r=org.example.A,nl.digipoort.james.admin.LockRoutes,nl.digipoort.B\nx=1\n");

        assertThat(text.withWords("r", List.of("nl.digipoort.B", "org.example.C")))
                .isEqualTo("r=org.example.A,nl.digipoort.B,org.example.C\nx=1\n");
        assertThat(text.withWords("x", List.of("1")))
                .isEqualTo("r=org.example.A,nl.digipoort.james.admin.LockRoutes,nl.digipoort.B\nx=1\n");
    }

    @Test
    void appendsToAnElementWithoutContent() {
        String text = "<a>\n  <b/>\n</a>\n";
        TextEdits edits = new TextEdits(text);

        edits.append(XmlText.root("file", text).find("b").orElseThrow(), "<c/>");

        assertThat(edits.result().lines()).containsExactly("<a>", "  <b>", "      <c/>", "  </b>", "</a>");
    }

    @Test
    void findsElementsWithTheirPlacesAndNoneInComments() {
        String text =
                """
                <?xml version="1.0"?>
                <a>
                  <!-- <b/> > -->
                  <b x='1 > 0' y = "&quot;"/>
                  <c><![CDATA[<b/>]]></c>
                </a>""";

        XmlElement root = XmlText.root("file", text);

        assertThat(root.everything().map(XmlElement::name).collect(Collectors.toList()))
                .containsExactly("a", "b", "c");
        XmlElement b = root.find("b").orElseThrow();
        assertThat(b.all().of(text)).isEqualTo("<b x='1 > 0' y = \"&quot;\"/>");
        assertThat(b.attribute("x")).isEqualTo("1 > 0");
        assertThat(b.attribute("y")).isEqualTo("\"");
        assertThat(b.line()).isEqualTo(4);
        assertThat(root.find("c").orElseThrow().text()).isEqualTo("<b/>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "database.password=geheim|database.password=***",
                "https.trust.password : geheim|https.trust.password : ***",
                "url=jdbc:x;password=geheim;user=a|url=jdbc:x;password=***;user=a",
                "uri=amqp://james:geheim@rabbit:5672|uri=amqp://james:***@rabbit:5672",
                "<secret>geheim</secret>|<secret>***</secret>",
                "<x password=\"geheim\"/>|<x password=\"***\"/>",
                "access.token=geheim|access.token=***",
                "digipoort.tokens=true|digipoort.tokens=true",
                "database.password=${file:UTF-8:/run/x}|database.password=${file:UTF-8:/run/x}",
                "https.password=semi;REST&REST|https.password=***",
                "ldap.password geheim und mehr|ldap.password ***",
                "a.pwd=geheim|a.pwd=***",
                "credential: geheim|credential: ***",
                "db.pass=a@b|db.pass=***",
                "password:geheim more|password:***",
                "#https.password=geheim|#https.password=***",
                "uri=amqp://james:ge@heim@rabbit|uri=amqp://james:***@rabbit",
                "<secret><![CDATA[geheim]]></secret>|<secret>***</secret>",
                "<secret><!-- x -->geheim</secret>|<secret>***</secret>",
                "<secret>${env:KS:-geheim}</secret>|<secret>***</secret>",
                "<secret>${env:KS}</secret>|<secret>${env:KS}</secret>",
                "<pwd>geheim</pwd>|<pwd>***</pwd>",
                "<privateKey>file://conf/tls/private.key</privateKey>|<privateKey>file://conf/tls/private.key</privateKey>"
            })
    void showsNoSecret(String text, String shown) {
        assertThat(Masked.of(text)).isEqualTo(shown);
    }

    @Test
    void masksASecretOfSeveralLinesLineForLine() {
        assertThat(Masked.of("<secret>\n  one\n  two\n</secret>").lines())
                .containsExactly("<secret>", "  ***", "  ***", "</secret>");
    }

    @Test
    void masksTheLinesInWhichASecretGoesOn() {
        assertThat(Masked.of("a.password=one\\\n  two\\\\\nb=1\n")).isEqualTo("a.password=***\n  ***\nb=1\n");
        assertThat(Masked.of("<x\n  password=\"one\n  two\" y=\"z\"/>\n<b/>"))
                .isEqualTo("<x\n  password=***\n  ***\n<b/>");
    }

    @Test
    void masksALongSecret() {
        assertThat(Masked.of("secret=" + "x\\\n".repeat(30_000))).doesNotContain("x");
        assertThat(Masked.of("url=a;secret=" + "x".repeat(30_000))).endsWith("secret=***");
    }

    @Test
    void printsDifferencesAsDiffDoes() {
        String before = numbers(1, 20);
        String after =
                before.replace("\n5\n", "\nfive\n").replace("\n9\n", "\n").replace("\n19\n", "\n19\nmore\n");

        assertThat(UnifiedDiff.of("f", before, after))
                .isEqualTo(
                        """
                        --- f
                        +++ f
                        @@ -2,11 +2,10 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        -9
                         10
                         11
                         12
                        @@ -17,4 +16,5 @@
                         17
                         18
                         19
                        +more
                         20
                        """);
        assertThat(UnifiedDiff.of("f", "", "a\n")).isEqualTo("--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n");
        assertThat(UnifiedDiff.of("f", before, before)).isEmpty();
    }

    @Test
    void knowsTheLevelOfALoggerByTheNearestAboveIt() {
        XmlElement logback = XmlText.root(
                "file",
                "<configuration><root level='warn'/><logger name='a' level='INFO'/><logger name='a.b' additivity='x'/>"
                        + "<logger name='ab' level='OFF'/></configuration>");

        assertThat(List.of("a.b.c", "abc", "ab").stream()
                        .map(name -> LogLevel.of(logback, name).toString()))
                .containsExactly("INFO", "WARN", "OFF");
    }

    private static String lines(String text) {
        return text.replace("\\;", "\\\n").replace(';', '\n');
    }

    private static String numbers(int from, int to) {
        StringBuilder numbers = new StringBuilder();
        for (int i = from; i <= to; i++) {
            numbers.append(i).append('\n');
        }
        return numbers.toString();
    }
}
