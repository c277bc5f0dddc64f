// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.TestMessages.messages;
import static nl.digipoort.james.server.it.TestMessages.subjects;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Old messages of a running server; the database makes them old. */
@ExtendWith(TwoNodes.Shared.class)
class RetentionIT {
    private final TwoNodes nodes;

    RetentionIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @Test
    void removesOldMessagesOnceNobodyHasTheMaildropAndAnnouncesThatItDoes() throws Exception {
        TestGateway node = nodes.b();
        WebAdminClient webAdmin = node.webAdmin();
        Account account = node.newAccount();
        node.append(account, messages("old", "new"));
        assertThat(age(account)).isEqualTo(1);
        String limits = "/digipoort/limits/" + account.user();
        assertThat(webAdmin.send("PUT", limits, "{\"retention\":30}").statusCode())
                .isEqualTo(204);

        try (Pop3Client client = node.loggedIn(account)) {
            assertThat(capabilities(client)).contains("EXPIRE 30");
            assertThat(webAdmin.send("POST", limits + "?action=expire", "").statusCode())
                    .isEqualTo(409);
            assertThat(client.command("STAT")).startsWith("+OK 2 ");
            client.command("QUIT");
        }
        try (Pop3Client client = node.secured()) {
            assertThat(capabilities(client)).contains("EXPIRE 30 USER");
        }

        assertThat(webAdmin.send("POST", limits + "?action=expire", "").body()).isEqualTo("{\"deleted\":1}");

        assertThat(subjects(node, account)).containsExactly("new");
        assertThat(Files.readString(node.process().home().resolve("var/audit/digipoort-audit.jsonl")))
                .containsPattern("\"expiration-ended\",[^\n]*\"maildrop\":\"" + account.user()
                        + "\"[^\n]*\"outcome\":\"deleted\"[^\n]*\"age\":40");
        webAdmin.send("DELETE", limits, "");
    }

    /** Lets forty days pass for the first message; gives how many that were. */
    private int age(Account account) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        nodes.postgres().url(), nodes.postgres().user(), "");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE JAMES_MAIL SET MAIL_DATE = MAIL_DATE - INTERVAL '40' DAY"
                                + " WHERE MAIL_UID = 1 AND MAILBOX_ID IN"
                                + " (SELECT MAILBOX_ID FROM JAMES_MAILBOX WHERE USER_NAME = ?)")) {
            update.setString(1, account.user());
            return update.executeUpdate();
        }
    }

    private static List<String> capabilities(Pop3Client client) throws Exception {
        client.command("CAPA");
        return client.readLines();
    }
}
