// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void readsKeywordAndArguments() {
        CommandLine line = parse("top 1 20");

        assertThat(line.keyword()).isEqualTo("TOP");
        assertThat(line.arguments()).contains(List.of("1", "20"));
        assertThat(line.wholeArgument()).contains("1 20");
    }

    @Test
    void hasNoArgumentsWithoutASpace() {
        CommandLine line = parse("STAT");

        assertThat(line.arguments()).contains(List.of());
        assertThat(line.wholeArgument()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR  1", "RETR 1  ", "RETR  ", "TOP 1  2", "TOP 1  2 "})
    void refusesEmptyArguments(String line) {
        assertThat(parse(line).arguments()).isEmpty();
        assertThat(parse(line).hasNoArguments()).isFalse();
    }

    @Test
    void forgivesOneSpaceAtTheEnd() {
        assertThat(parse("TOP 1 20 ").arguments()).contains(List.of("1", "20"));
        assertThat(parse("USER anna ").arguments()).contains(List.of("anna"));
        assertThat(parse("LIST ").arguments()).contains(List.of());
        assertThat(parse("STLS ").hasNoArguments()).isTrue();
        assertThat(parse("STLS now").hasNoArguments()).isFalse();
    }

    @Test
    void keepsEverySpaceOfAPassword() {
        assertThat(parse("PASS  a  b ").wholeArgument()).contains(" a  b ");
    }

    @Test
    void readsUtf8() {
        assertThat(parse("PASS pässwörd你").wholeArgument()).contains("pässwörd你");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " NOOP",
                "NO\tOP",
                "NOOP\0",
                "1234",
                "RETR\t1",
                "\u0016\u0003\u0001",
                "ST*T",
                "PASS a\u007f"
            })
    void refusesWhatIsNoCommandLine(String line) {
        assertThat(CommandLine.parse(line.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(CommandLine.parse("PASS pässword".getBytes(ISO_8859_1))).isEmpty();
    }

    private static CommandLine parse(String line) {
        return CommandLine.parse(line.getBytes(UTF_8)).orElseThrow();
    }
}
