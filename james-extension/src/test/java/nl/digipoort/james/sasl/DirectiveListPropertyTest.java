package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

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

    @Property
    void throwsNothingButTheOneExceptionWhateverTheOctets(@ForAll("anything") String octets) {
        try {
            assertThat(DirectiveList.parse(Octets.toBytes(octets)).optional("a"))
                    .isNotNull();
        } catch (DigestSyntaxException e) {
            assertThat(e).hasMessageNotContaining(octets.length() > 3 ? octets : "\u0000");
        }
    }

    @Property
    void throwsNothingButTheOneExceptionWhateverTheResponse(@ForAll("responses") String octets) {
        try {
            DigestResponse response = DigestResponse.parse(Octets.toBytes(octets));
            assertThat(response.username()).isNotEmpty();
            assertThat(response.proof()).hasSize(32);
        } catch (DigestSyntaxException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Property
    void readsBackWhatIsWritten(@ForAll("directives") Map<String, String> directives) throws Exception {
        String written = directives.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()))
                .collect(Collectors.joining(","));

        DirectiveList read = DirectiveList.parse(Octets.toBytes(written));

        for (Map.Entry<String, String> entry : directives.entrySet()) {
            assertThat(read.required(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    /** A scanner that began again somewhere would not come to the end of a few million words. */
    @Property(tries = 8)
    void comesToAnEndInStepsThatGrowWithTheLength(
            @ForAll("words") String word, @ForAll @IntRange(min = 200_000, max = 400_000) int times) {
        String octets = "a=\"" + word.repeat(times) + "\"";
        try {
            assertThat(DirectiveList.parse(Octets.toBytes(octets)).optional("a"))
                    .isPresent();
        } catch (DigestSyntaxException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(200),
                Arbitraries.strings().withChars("ab=\",\\ \t\r\n\u0000\u00FF/").ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> responses() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("00000001", "auth", "utf-8", "pop/host", "a".repeat(32), "65536", "\"\"", "\"x\""),
                Arbitraries.strings()
                        .withCharRange('\u0000', '\u00FF')
                        .ofMaxLength(12)
                        .map(this::quoted));
        return Arbitraries.maps(Arbitraries.of(DIRECTIVES), value).ofMinSize(7).map(map -> map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")));
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
        return Arbitraries.of(" ", "\t", ",", "\\\"", "\\\\", "\r\n ", ",a=b", "\",a=\"", "x");
    }

    private String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
