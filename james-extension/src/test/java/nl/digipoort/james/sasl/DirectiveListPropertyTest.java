// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** What holds for every list of directives and every response (RFC 2831 section 7). */
class DirectiveListPropertyTest {
    private static final List<String> DIRECTIVES = List.of(
            "username",
            "realm",
            "nonce",
            "nc",
            "cnonce",
            "digest-uri",
            "qop",
            "charset",
            "authzid",
            "maxbuf",
            "cipher",
            "response");
    private static final List<String> WORDS = List.of(
            "a=b", "c=\"", "\"", ",", " ", "\t", "\r\n ", "=", "\\", "\\\"", "x", "(", "\u007F", "\u0080", "\u00FF");
    private static final Map<String, String> RESPONSE = Map.of(
            "username", "\"chris\"",
            "realm", "\"elwood.innosoft.com\"",
            "nonce", "\"OA6MG9tEQGm2hh\"",
            "nc", "00000001",
            "cnonce", "\"OA6MHXh6VqTrRk\"",
            "digest-uri", "\"imap/elwood.innosoft.com\"",
            "qop", "auth",
            "charset", "utf-8",
            "response", "d388dad90d4bbd760a152321f2143af7");

    @Property
    void takesWhatTheGrammarAllowsAndThrowsTheOneExceptionOtherwise(@ForAll("anything") String octets) {
        boolean taken;
        try {
            DirectiveList.parse(Octets.toBytes(octets));
            taken = true;
        } catch (DigestSyntaxException e) {
            assertThat(e).hasMessageNotContaining(octets.length() > 3 ? octets : "\u0000");
            taken = false;
        }

        Statistics.label("taken").collect(taken).coverage(coverage -> {
            coverage.check(true).count(count -> count > 0);
            coverage.check(false).count(count -> count > 0);
        });
        assertThat(taken).isEqualTo(DirectiveGrammar.allows(octets));
    }

    @Property
    void readsAResponseOrThrowsTheOneException(@ForAll("responses") Map<String, String> directives) {
        boolean read;
        try {
            DigestResponse response = DigestResponse.parse(Octets.toBytes(written(directives)));
            assertThat(response.username()).isNotEmpty();
            assertThat(response.proof()).isEqualTo(directives.get("response").replace("\"", ""));
            assertThat(response.proof()).matches("[0-9a-f]{32}");
            assertThat(directives).containsKeys("nonce", "cnonce", "nc", "digest-uri");
            read = true;
        } catch (DigestSyntaxException e) {
            assertThat(e.getMessage()).isNotEmpty();
            read = false;
        }

        Statistics.label("read").collect(read).coverage(coverage -> {
            coverage.check(true).percentage(percentage -> percentage > 1);
            coverage.check(false).percentage(percentage -> percentage > 1);
        });
    }

    @Property
    void readsBackWhatIsWritten(@ForAll("directives") Map<String, String> directives) throws Exception {
        Map<String, String> words = new LinkedHashMap<>(directives);
        words.replaceAll((name, value) -> quoted(value));

        DirectiveList read = DirectiveList.parse(Octets.toBytes(written(words)));

        for (Map.Entry<String, String> entry : directives.entrySet()) {
            assertThat(read.required(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    /** A scanner with quadratic work would not finish a few million words. */
    @Property(tries = 20)
    void comesToAnEndInStepsThatGrowWithTheLength(
            @ForAll("words") String word, @ForAll @IntRange(min = 200_000, max = 400_000) int times) throws Exception {
        String value = word.repeat(times);

        DirectiveList list = DirectiveList.parse(Octets.toBytes("a=" + quoted(value) + ",b=c"));

        assertThat(list.required("a").equals(value)).isTrue();
        assertThat(list.required("b")).isEqualTo("c");
    }

    @Property(tries = 20)
    void passesOverALongListOnce(@ForAll("gaps") String gap, @ForAll @IntRange(min = 200_000, max = 400_000) int times)
            throws Exception {
        DirectiveList list = DirectiveList.parse(Octets.toBytes("a=b," + gap.repeat(times) + "c=d"));

        assertThat(list.required("a")).isEqualTo("b");
        assertThat(list.required("c")).isEqualTo("d");
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(200),
                Arbitraries.strings().withChars("ab=\",\\ \t\r\n\u0000\u00FF/").ofMaxLength(40),
                Arbitraries.of(WORDS).list().ofMaxSize(12).map(words -> String.join("", words)));
    }

    /** A right response in which some directives are left out or replaced. */
    @Provide
    Arbitrary<Map<String, String>> responses() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("00000001", "auth", "utf-8", "pop/host", "a".repeat(32), "65536", "\"\"", "\"x\""),
                Arbitraries.strings()
                        .withCharRange('\u0000', '\u00FF')
                        .ofMaxLength(12)
                        .map(this::quoted));
        return Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(DIRECTIVES), value).ofMaxSize(2),
                        Arbitraries.of(DIRECTIVES).set().ofMaxSize(2))
                .as((replaced, left) -> {
                    Map<String, String> response = new LinkedHashMap<>(RESPONSE);
                    response.putAll(replaced);
                    response.keySet().removeAll(left);
                    return response;
                });
    }

    private static String written(Map<String, String> directives) {
        return directives.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    @Provide
    Arbitrary<Map<String, String>> directives() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-_.!")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u0080', '\u00FF')
                .withChars('\t')
                .ofMaxLength(30);
        return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(" ", "\t", ",", "\"", "\\", ",a=b", "\",a=\"", "x");
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.of(" ", "\t", "\r\n ", ",", " ,\r\n\t");
    }

    private String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
