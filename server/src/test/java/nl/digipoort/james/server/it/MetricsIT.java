package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics that docs/operations.md lists, as James's WebAdmin shows them. */
@ExtendWith(SharedGateway.class)
class MetricsIT {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("digipoort.script")).resolveSibling("docs/operations.md");

    private final TestGateway gateway;

    MetricsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void showsEveryMetricThatTheDocumentLists() throws Exception {
        List<String> documented = Pattern.compile("^\\| `(digipoort_[a-z_]+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toList());
        Account account = gateway.newAccount();
        gateway.loggedIn(account).close();

        String metrics = gateway.webAdmin().get("/metrics");

        List<String> shown = Pattern.compile("^# TYPE (digipoort_[a-z_]+) ", Pattern.MULTILINE)
                .matcher(metrics)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toList());
        assertThat(documented).isNotEmpty();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void countsASessionThatIsRefused() throws Exception {
        Account account = gateway.newAccount();
        double before = value("digipoort_lock_denied_total");

        try (Pop3Client holder = gateway.loggedIn(account);
                Pop3Client second = gateway.secured()) {
            assertThat(value("digipoort_leases_kept")).isPositive();
            second.command("USER " + account.user());
            assertThat(second.command("PASS " + account.password())).startsWith("-ERR [IN-USE]");
            holder.command("QUIT");
        }

        assertThat(value("digipoort_lock_denied_total")).isEqualTo(before + 1);
    }

    private double value(String metric) throws Exception {
        return gateway.webAdmin()
                .get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .map(line -> line.substring(metric.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
    }
}
