// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;

/** The messages of a maildrop, octet for octet as a client fetches them. The sizes of STAT and LIST are held against what RETR sends. */
final class Fetched {
    private static final String TRACE =
            "Return-Path: <agency@example.com>\r\nReceived: [^\r\n]+(\r\n[ \t][^\r\n]+)*\r\n";

    private final List<String> messages;

    private Fetched(List<String> messages) {
        this.messages = messages;
    }

    static Fetched from(TestGateway gateway, Account account) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Pop3Client client = gateway.loggedIn(account)) {
            String[] stat = client.command("STAT").split(" ", -1);
            for (int number = 1; number <= Integer.parseInt(stat[1]); number++) {
                messages.add(message(client, number));
            }
            assertThat(messages.stream().mapToLong(String::length).sum()).isEqualTo(Long.parseLong(stat[2]));
            client.command("QUIT");
        }
        return new Fetched(messages);
    }

    private static String message(Pop3Client client, int number) throws IOException {
        String size = client.command("LIST " + number).split(" ", -1)[2];
        assertThat(client.command("RETR " + number)).isEqualTo("+OK " + size + " octets follow");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        client.readBody(body);
        assertThat(body.size()).isEqualTo(Integer.parseInt(size));
        String message = body.toString(StandardCharsets.ISO_8859_1);
        assertThat(top(client, number)).isEqualTo(header(message));
        return message;
    }

    private static String top(Pop3Client client, int number) throws IOException {
        assertThat(client.command("TOP " + number + " 0")).startsWith("+OK ");
        return new String(client.readBody(), StandardCharsets.ISO_8859_1);
    }

    /** The header with the empty line after it, or the whole message. */
    private static String header(String message) {
        if (message.startsWith("\r\n")) {
            return "\r\n";
        }
        int end = message.indexOf("\n\r\n");
        return end < 0 ? message : message.substring(0, end + 3);
    }

    /** Asserts these octets and no others, in this order. */
    void are(byte[]... expected) {
        assertThat(messages).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(messages.get(i)).isEqualTo(withFinalLineEnd(expected[i]));
        }
    }

    /** Asserts trace lines followed by these octets, in this order. */
    void areTraced(byte[]... expected) {
        assertThat(messages).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            String fetched = messages.get(i);
            String came = withFinalLineEnd(expected[i]);
            assertThat(fetched).endsWith(came);
            assertThat(fetched.substring(0, fetched.length() - came.length()))
                    .as("the trace lines of message " + (i + 1))
                    .matches(TRACE);
        }
    }

    /** SMTP and POP3 both add a line end to the last line. */
    private static String withFinalLineEnd(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    }
}
