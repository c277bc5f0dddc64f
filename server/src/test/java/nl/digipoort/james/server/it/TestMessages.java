// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;

/** Small messages with different subjects. */
final class TestMessages {
    private static final String SUBJECT = "Subject: ";

    private TestMessages() {}

    static String message(String subject) {
        return SUBJECT + subject + "\r\n\r\nThe text of " + subject + ".\r\n";
    }

    static String[] messages(String... subjects) {
        return List.of(subjects).stream().map(TestMessages::message).toArray(String[]::new);
    }

    /** The subject of a message as RETR gives it. */
    static String subject(Pop3Client client, int number) throws IOException {
        String answer = client.command("RETR " + number);
        if (!answer.startsWith("+OK")) {
            throw new IOException("RETR was answered " + answer);
        }
        return new String(client.readBody(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(SUBJECT))
                .findFirst()
                .orElseThrow()
                .substring(SUBJECT.length());
    }

    /** The subjects of a maildrop in order, read in a separate session. */
    static List<String> subjects(TestGateway node, Account account) throws IOException {
        try (Pop3Client client = node.loggedIn(account)) {
            int count = Integer.parseInt(client.command("STAT").split(" ", -1)[1]);
            List<String> subjects = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                subjects.add(subject(client, number));
            }
            client.command("QUIT");
            return subjects;
        }
    }
}
