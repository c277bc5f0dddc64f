// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nl.digipoort.james.command.RecordedTerminal;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** James's own sample configurations, each as it is released. */
class InstallSamplesTest {
    @TempDir
    private Path scratch;

    private final RecordedTerminal terminal = new RecordedTerminal();

    @ParameterizedTest
    @CsvSource({
        "3.8.1, memory, memory, ''",
        "3.8.1, jpa, file, conf/james-database.properties:25: the database is Derby",
        "3.8.1, distributed, cassandra, ''",
        "3.9.0, memory, memory, ''",
        "3.9.0, jpa, file, conf/james-database.properties:25: the database is Derby",
        "3.9.0, distributed, cassandra, ''",
        "3.9.0, postgres, postgres, ''"
    })
    void leavesNothingToTheOperatorButWhatItCannotKnow(String version, String kind, String repositories, String left)
            throws Exception {
        SampleJames james = SampleJames.of(scratch.resolve("james"), version, kind);

        int status = james.install(terminal);

        assertThat(status).isEqualTo(left.isEmpty() ? 0 : 1);
        RecordedTerminal checked = new RecordedTerminal();
        assertThat(james.check(checked)).isEqualTo(status);
        assertThat(checked.out().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith(left.isEmpty() ? "nothing is missing" : left));
        String jar = version.startsWith("3.8") ? "" : "-james-3.9";
        assertThat(james.directory().resolve("extensions-jars/digipoort-james-extension" + jar + ".jar"))
                .hasSameBinaryContentAs(james.rightJar());
        assertThat(james.read("mailetcontainer.xml"))
                .contains(repositories + "://var/mail/too-large")
                .doesNotContain("class=\"LocalDelivery\"", "AddDeliveredToHeader", "jpa://");
        assertThat(mailetsOfTransport(james)).startsWith("nl.digipoort.james.delivery.Intake");
    }

    @ParameterizedTest
    @CsvSource({
        "3.8.1, memory",
        "3.8.1, jpa",
        "3.8.1, distributed",
        "3.9.0, memory",
        "3.9.0, jpa",
        "3.9.0, distributed",
        "3.9.0, postgres"
    })
    void changesNothingWhenItRunsAgain(String version, String kind) throws Exception {
        SampleJames james = SampleJames.of(scratch.resolve("james"), version, kind);
        james.install(terminal);
        Map<String, String> after = james.everything();

        RecordedTerminal second = new RecordedTerminal();
        james.install(second);

        assertThat(second.out()).startsWith("nothing to change: ");
        assertThat(james.everything()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "3.8.1, memory",
        "3.8.1, jpa",
        "3.8.1, distributed",
        "3.9.0, memory",
        "3.9.0, jpa",
        "3.9.0, distributed",
        "3.9.0, postgres"
    })
    void keepsWhatWasThereBesideWhatItWrote(String version, String kind) throws Exception {
        SampleJames james = SampleJames.of(scratch.resolve("james"), version, kind);
        Map<String, String> before = james.everything();

        james.install(terminal);

        Map<String, String> after = james.everything();
        before.forEach((name, content) -> assertThat(after.getOrDefault(name + ".before-digipoort", after.get(name)))
                .isEqualTo(content));
        for (String name : List.of("mailetcontainer.xml", "webadmin.properties", "logback.xml", "imapserver.xml")) {
            assertThat(comments(after.get("conf/" + name))).as(name).containsAll(comments(before.get("conf/" + name)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3.8.1, memory",
        "3.8.1, jpa",
        "3.8.1, distributed",
        "3.9.0, memory",
        "3.9.0, jpa",
        "3.9.0, distributed",
        "3.9.0, postgres"
    })
    void onlyPrintsWhenItRunsDry(String version, String kind) throws Exception {
        SampleJames james = SampleJames.of(scratch.resolve("james"), version, kind);
        Map<String, String> before = james.everything();

        int status = james.install(terminal, "--dry-run");

        assertThat(status).isZero();
        assertThat(terminal.out())
                .contains("+guice.extension.startable=nl.digipoort.james.module.DigipoortStartable\n")
                .contains("+++ conf/mailetcontainer.xml\n")
                .doesNotContain("james72laBalle")
                .endsWith("and nothing was written\n");
        assertThat(james.everything()).isEqualTo(before);
    }

    /** RemoveMimeHeader writes every header anew, so it must not come before the delivery; James wants it in this processor. */
    private static List<String> mailetsOfTransport(SampleJames james) throws Exception {
        XmlElement root = XmlText.root("mailetcontainer.xml", Files.readString(james.conf("mailetcontainer.xml")));
        List<String> mailets = root.everything()
                .filter(element -> element.attribute("state").equals("transport"))
                .flatMap(processor -> processor.children("mailet").stream())
                .map(mailet -> mailet.attribute("class"))
                .collect(Collectors.toUnmodifiableList());
        int delivery = mailets.contains("nl.digipoort.james.delivery.DeliverToMaildrop")
                ? mailets.indexOf("nl.digipoort.james.delivery.DeliverToMaildrop")
                : mailets.indexOf("ToProcessor");
        assertThat(mailets.indexOf("RemoveMimeHeader")).isGreaterThan(delivery);
        assertThat(mailets.indexOf("RecipientRewriteTable")).isBetween(0, delivery);
        return mailets;
    }

    private static List<String> comments(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("#") || line.startsWith("<!--"))
                .collect(Collectors.toUnmodifiableList());
    }
}
