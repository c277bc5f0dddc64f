// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of commands against the script, the help, the man page, the page for operators, and what shells complete. */
class CommandDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SHARE = Path.of("share");
    private static final Pattern COMMAND = Pattern.compile("(?m)^  \\./digipoort ([a-z-]+)");
    private static final Pattern OPTION = Pattern.compile("(--[a-z0-9-]+)");
    private static final Pattern LISTED_OPTION = Pattern.compile("^ {8}(--[a-z0-9-]+)");

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void isInEveryText(CommandName name) throws Exception {
        String command = name.text();

        assertThat(text(ROOT.resolve("digipoort"))).containsPattern("(?m)^[a-z |-]*\\b" + command + "\\b[a-z |-]*\\)$");
        assertThat(help()).containsPattern("(?m)^  \\./digipoort " + command + "\\b");
        assertThat(text(ROOT.resolve("docs/operate/commands.md"))).contains("digipoort " + command);
        assertThat(man()).containsPattern("(?m)^\\.B[RI]? " + command + "\\b");
        assertThat(text(SHARE.resolve("_digipoort"))).contains("'" + command + ":" + name.summary());
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void hasItsOptionsInTheHelpAndTheManPage(CommandName name) throws Exception {
        assertThat(options(name)).allMatch(help()::contains).allMatch(man()::contains);
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void isCompletedWithItsOptions(CommandName name) throws Exception {
        List<String> completed = bash("digipoort", name.text(), "--");

        assertThat(completed).containsAll(options(name)).contains("--help");
    }

    static Stream<String> commandsOfTheHelp() throws Exception {
        return COMMAND.matcher(help()).results().map(line -> line.group(1)).distinct();
    }

    /** Those of the server too, which the table has not. */
    @ParameterizedTest
    @MethodSource("commandsOfTheHelp")
    void isCompletedIfTheHelpHasIt(String command) throws Exception {
        assertThat(bash("digipoort", command)).contains(command);
        if (!command.equals("help")) {
            assertThat(bash("digipoort", "help", command)).contains(command);
        }
        assertThat(text(SHARE.resolve("_digipoort"))).contains("'" + command + ":");
        assertThat(man()).containsPattern("(?m)^\\.B[RI]?.* " + command + "\\b");
        if (CommandName.of(command) == null) {
            List<String> options = optionsInTheHelp(command);
            assertThat(bash("digipoort", command, "--")).containsAll(options);
            assertThat(options).allMatch(text(SHARE.resolve("_digipoort"))::contains);
        }
    }

    /** Of its headings, and at the beginning of the lines below them. */
    private static List<String> optionsInTheHelp(String command) throws Exception {
        List<String> options = new ArrayList<>();
        boolean ofIt = false;
        for (String line : help().lines().toList()) {
            Matcher heading = COMMAND.matcher(line);
            boolean isHeading = heading.find();
            ofIt = isHeading ? heading.group(1).equals(command) : ofIt;
            Matcher option = (isHeading ? OPTION : LISTED_OPTION).matcher(line);
            while (ofIt && option.find()) {
                options.add(option.group(1));
            }
        }
        return options;
    }

    @Test
    void completesTheCommandsThemselves() throws Exception {
        assertThat(bash("digipoort", "s")).containsExactly("status", "sessions");
        assertThat(bash("digipoort", "record", "anna", "s")).containsExactly("set");
    }

    @Test
    void printsTheFilesOfTheArchive() throws Exception {
        RecordedTerminal bash = new RecordedTerminal();
        RecordedTerminal zsh = new RecordedTerminal();

        assertThat(Main.run(List.of("completion", "bash"), bash.terminal())).isZero();
        assertThat(Main.run(List.of("completion", "zsh"), zsh.terminal())).isZero();
        assertThat(Main.run(List.of("completion", "fish"), new RecordedTerminal().terminal()))
                .isEqualTo(2);

        assertThat(bash.out()).isEqualTo(text(SHARE.resolve("digipoort.bash")));
        assertThat(zsh.out()).isEqualTo(text(SHARE.resolve("_digipoort")));
    }

    private static List<String> options(CommandName name) {
        List<String> options = new ArrayList<>(name.syntax().valued());
        options.addAll(name.syntax().flags());
        return options;
    }

    private static String help() throws Exception {
        return text(ROOT.resolve("server/src/main/resources/nl/digipoort/james/server/help.txt"));
    }

    /** Without the escapes of hyphens. */
    private static String man() throws Exception {
        return text(SHARE.resolve("digipoort.1")).replace("\\-", "-");
    }

    private static String text(Path file) throws Exception {
        return Files.readString(file);
    }

    /** What bash would propose for the last word. */
    private static List<String> bash(String... words) throws Exception {
        String script = "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _digipoort;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command = new ArrayList<>(List.of(
                "bash", "-c", script, "bash", SHARE.resolve("digipoort.bash").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
