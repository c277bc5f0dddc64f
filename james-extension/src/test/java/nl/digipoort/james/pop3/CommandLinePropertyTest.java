// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every command line. */
class CommandLinePropertyTest {
    @Property
    void isACommandOrNoneWhateverTheOctets(@ForAll("octets") byte[] line) {
        Optional<CommandLine> command = CommandLine.parse(line);

        command.ifPresent(parsed -> {
            String argument = parsed.wholeArgument().map(text -> " " + text).orElse("");
            assertThat(parsed.keyword()).matches("[A-Z]+");
            assertThat((parsed.keyword() + argument).toUpperCase(Locale.ROOT))
                    .isEqualTo(new String(line, UTF_8).toUpperCase(Locale.ROOT));
            assertThat(argument.chars().noneMatch(Character::isISOControl)).isTrue();
        });
    }

    @Property
    void readsBackWhatIsWritten(@ForAll("keywords") String keyword, @ForAll("arguments") List<String> arguments) {
        String line = keyword + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));

        CommandLine command = CommandLine.parse(line.getBytes(UTF_8)).orElseThrow();

        assertThat(command.keyword()).isEqualTo(keyword.toUpperCase(Locale.ROOT));
        assertThat(command.arguments()).contains(arguments);
    }

    @Provide
    Arbitrary<byte[]> octets() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
                Arbitraries.strings().withChars(" 1\u00E9").ofMaxLength(6).map(text -> ("PASS " + text)
                        .getBytes(UTF_8)),
                Arbitraries.strings()
                        .withChars("PASSpass 1\t\r\u0000\u00E9\u0085\uD83C\uDCA1")
                        .ofMaxLength(20)
                        .map(text -> text.getBytes(UTF_8)));
    }

    @Provide
    Arbitrary<String> keywords() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars("\u00E9\u4F60")
                .ofMinLength(1)
                .ofMaxLength(20)
                .list()
                .ofMaxSize(4);
    }
}
