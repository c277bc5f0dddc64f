// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which command gets which code in which state. */
class CommandTableTest {
    private static final String SENDER = Receiver.HELLO + "MAIL FROM:<a@example.com>\r\n";

    @ParameterizedTest
    @CsvSource({
        "EHLO a,                         250, 250, 250, 250",
        "HELO a,                         250, 250, 250, 250",
        "EHLO,                           501, 501, 501, 501",
        "LHLO a,                         500, 500, 500, 500",
        "STARTTLS,                       220, 220, 503, 503",
        "STARTTLS now,                   501, 501, 503, 503",
        "MAIL FROM:<a@example.com>,      503, 250, 503, 503",
        "RCPT TO:<bob@example.org>,      503, 503, 250, 250",
        "DATA,                           503, 503, 503, 354",
        "DATA now,                       503, 503, 503, 501",
        "RSET,                           250, 250, 250, 250",
        "NOOP anything,                  250, 250, 250, 250",
        "VRFY alice,                     252, 252, 252, 252",
        "HELP,                           214, 214, 214, 214",
        "QUIT,                           221, 221, 221, 221",
        "AUTH PLAIN AGEAYg==,            502, 502, 502, 502",
        "EXPN all,                       502, 502, 502, 502",
        "BDAT 10,                        502, 502, 502, 502",
        "XYZ,                            500, 500, 500, 500",
        "'',                             500, 500, 500, 500",
    })
    void answersEachCommandInEachState(
            String command, String connected, String greeted, String sender, String recipients) {
        assertThat(codeOf(command, "")).isEqualTo(connected);
        assertThat(codeOf(command, Receiver.HELLO)).isEqualTo(greeted);
        assertThat(codeOf(command, SENDER)).isEqualTo(sender);
        assertThat(codeOf(command, Receiver.HELLO + Receiver.ENVELOPE)).isEqualTo(recipients);
    }

    private static String codeOf(String command, String before) {
        Receiver receiver = Receiver.smtp("");
        receiver.send(before);
        return receiver.codes(command + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<>|250 2.1.0",
                "mail from: <a@example.com> SIZE=100 BODY=8BITMIME|250 2.1.0",
                "MAIL FROM:<@relay.example,@b.example:a@example.com>|250 2.1.0",
                "MAIL FROM:<\"a > b\"@example.com>|250 2.1.0",
                "MAIL FROM:<a@example.com> SIZE=41943041|552 5.3.4",
                "MAIL FROM:<a@example.com> SIZE=99999999999999999999|552 5.3.4",
                "MAIL FROM:<a@example.com> SIZE=x|501 5.5.4",
                "MAIL FROM:<a@example.com> SIZE=1 SIZE=1|501 5.5.4",
                "MAIL FROM:<a@example.com> BODY=BINARYMIME|501 5.5.4",
                "MAIL FROM:<a@example.com> RET=FULL|555 5.5.4",
                "MAIL FROM:<a@example.com>SIZE=1|501 5.5.4",
                "MAIL FROM:<a>|501 5.1.7",
                "MAIL FROM:<a b@example.com>|501 5.1.7",
                "MAIL FROM:a@example.com|501 5.5.4",
                "MAIL FROM:<a@example.com|501 5.5.4",
                "MAIL <a@example.com>|501 5.5.4",
                "MAIL FROM:<@relay.example>|501 5.1.3",
            })
    void readsTheSender(String command, String reply) {
        Receiver receiver = Receiver.smtp("");
        receiver.send(Receiver.HELLO);

        assertThat(receiver.send(command + "\r\n")).startsWith(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org,             250 2.1.5",
        "ALICE@Example.ORG,             250 2.1.5",
        "@relay.example:alice@example.org, 250 2.1.5",
        "al@example.org,                250 2.1.5",
        "both@example.org,              250 2.1.5",
        "away@example.org,              550 5.7.1",
        "half@example.org,              550 5.7.1",
        "broken@example.org,            550 5.1.1",
        "nobody@example.org,            550 5.1.1",
        "missing@example.org,           550 5.1.1",
        "PostMaster,                    550 5.1.1",
        "someone@elsewhere.example,     550 5.7.1",
        "alice%example.org@elsewhere.example, 550 5.7.1",
        "alice,                         501 5.1.3",
        "'',                            501 5.1.3",
    })
    void resolvesTheRecipient(String recipient, String reply) {
        Receiver receiver = Receiver.smtp("");
        receiver.send(SENDER);

        assertThat(receiver.send("RCPT TO:<" + recipient + ">\r\n")).startsWith(reply);
    }
}
