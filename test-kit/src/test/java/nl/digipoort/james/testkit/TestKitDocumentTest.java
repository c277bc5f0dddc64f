// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page and the help name what there is. */
class TestKitDocumentTest {
    private static final Path PROJECT = Path.of(System.getProperty("digipoort.project", ".."));
    private static final Pattern OPTION = Pattern.compile("(?m)^ {8}(--[a-z0-9-]+) ");

    @Test
    void namesEachFault() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/clients/test-kit.md"));

        assertThat(Arrays.stream(Fault.values())).allSatisfy(fault -> assertThat(page)
                .contains(fault.isOfAccount() ? "| `" + fault.label() + "@example.org` |" : fault.label()));
        assertThat(page).contains("`" + TestServer.PASSWORD + "`", "31,048,713 octets");
    }

    @Test
    void helpsWithOptionsThatAreThere() throws IOException {
        String help = Files.readString(PROJECT.resolve("server/src/main/resources/nl/digipoort/james/server/help.txt"));
        String part =
                help.substring(help.indexOf("./digipoort testserver ["), help.indexOf("./digipoort testserver put"));
        List<String> options =
                OPTION.matcher(part).results().map(option -> option.group(1)).toList();

        assertThat(options).hasSize(9).allSatisfy(option -> assertThat(tool(option, "--nothing"))
                .doesNotContain("unknown option '" + option + "'"));
        assertThat(part).contains("testserver ready pop3=127.0.0.1:1110 http=127.0.0.1:8025");
    }

    private static String tool(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        // never starts: the last option is unknown
        new TestServerTool().run(out, out, arguments[0], "0", arguments[1]);
        return said.toString();
    }
}
