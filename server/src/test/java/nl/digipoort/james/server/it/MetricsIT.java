// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics that docs/reference/operations.md lists, as James's WebAdmin shows them. */
@ExtendWith(SharedGateway.class)
class MetricsIT {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("digipoort.script")).resolveSibling("docs/reference/operations.md");

    private final TestGateway gateway;

    MetricsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void showsEveryMetricThatTheDocumentLists() throws Exception {
        List<String> documented = Pattern.compile("^\\| `(digipoort_[a-z0-9_]+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toList());
        Account account = gateway.newAccount();
        gateway.loggedIn(account).close();

        String metrics = gateway.webAdmin().get("/metrics");

        List<String> shown = Pattern.compile("^# TYPE (digipoort_[a-z0-9_]+) ", Pattern.MULTILINE)
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
        double before = gateway.metric("digipoort_lock_denied_total");

        try (Pop3Client holder = gateway.loggedIn(account);
                Pop3Client second = gateway.secured()) {
            assertThat(gateway.metric("digipoort_leases_kept")).isPositive();
            second.command("USER " + account.user());
            assertThat(second.command("PASS " + account.password())).startsWith("-ERR [IN-USE]");
            holder.command("QUIT");
        }

        assertThat(gateway.metric("digipoort_lock_denied_total")).isEqualTo(before + 1);
    }

    @Test
    void countsWhatBecomesOfASession() throws Exception {
        Account account = gateway.newAccount();
        String message = "Subject: counted\r\n\r\none\r\n";
        gateway.append(account, message, message);
        List<String> metrics = List.of(
                "digipoort_command_refused_total",
                "digipoort_tls_stls_total",
                "digipoort_tls_version_1_3_total",
                "digipoort_login_outcome_ok_total",
                "digipoort_login_mechanism_user_total",
                "pop3_retr_count",
                "digipoort_retr_complete_total",
                "digipoort_retr_octets_total",
                "digipoort_top_octets_total",
                "digipoort_deletion_deleted_total",
                "digipoort_session_ended_complete_total");
        List<Double> before = values(metrics);

        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("STAT")).isEqualTo("-ERR STLS first");
            client.command("STLS");
            client.startTls(gateway.tls(), "localhost");
            client.command("USER " + account.user());
            client.command("PASS " + account.password());
            for (String fetch : List.of("RETR 1", "TOP 2 0")) {
                client.command(fetch);
                client.readBody();
            }
            client.command("DELE 1");
            client.command("QUIT");
        }

        int header = message.indexOf("one");
        List<Double> expected = addTo(before, 1, 1, 1, 1, 1, 1, 1, message.length(), header, 1, 1);
        await().untilAsserted(() -> assertThat(values(metrics)).isEqualTo(expected));
    }

    @Test
    void countsRefusedLoginsAndBrokenConnections() throws Exception {
        List<String> metrics = List.of(
                "digipoort_tls_failed_total",
                "digipoort_login_outcome_auth_total",
                "digipoort_login_outcome_unsupported_total",
                "digipoort_session_ended_broken_off_total");
        List<Double> before = values(metrics);
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            client.command("USER " + account.user());
            client.command("PASS wrong");
            client.command("AUTH CRAM-MD5");
            client.command("USER " + account.user());
            client.command("PASS " + account.password());
        }
        try (Pop3Client client = gateway.connect()) {
            client.command("STLS");
        }

        await().untilAsserted(() -> assertThat(values(metrics)).isEqualTo(addTo(before, 1, 1, 1, 1)));
    }

    private static List<Double> addTo(List<Double> values, int... amounts) {
        return IntStream.range(0, amounts.length)
                .mapToObj(i -> values.get(i) + amounts[i])
                .toList();
    }

    private List<Double> values(List<String> metrics) throws Exception {
        List<Double> values = new ArrayList<>();
        for (String metric : metrics) {
            values.add(gateway.metric(metric));
        }
        return values;
    }
}
