// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Plays the worked example of the interface document (section 1.5), as a client over a real socket. */
public final class WorkedExample {
    private final InetSocketAddress server;
    private final SSLContext tls;
    private final Transcript transcript;

    public WorkedExample(InetSocketAddress server, SSLContext tls, Transcript transcript) {
        this.server = server;
        this.tls = tls;
        this.transcript = transcript;
    }

    /**
     * Plays the dialogue from the greeting to QUIT: message 1 is retrieved and deleted.
     *
     * @return the octets of message 1
     * @throws IOException if the server ends the connection or does not answer as in the example
     */
    public byte[] play(String user, String password) throws IOException {
        try (Pop3Client client = Pop3Client.connect(server, transcript)) {
            expect(client.readLine(), "+OK Hello there.");
            expect(client.command("CAPA"), "+OK Here's what I can do");
            expect(client.readLines(), List.of("SASL DIGEST-MD5", "TOP", "PIPELINING", "STLS"));
            expect(client.command("STLS"), "+OK Begin TLS negotiation");
            client.startTls(tls, "localhost");
            expect(new DigestMd5Login(user, password).on(client), "+OK Maildrop locked and ready");
            expect(client.command("LIST"), "+OK");
            expect(client.readLines(), List.of("1 " + ExampleMessage.SMALL, "2 " + ExampleMessage.LARGE));
            expect(client.command("RETR 1"), "+OK " + ExampleMessage.SMALL + " octets follow");
            byte[] message = client.readBody();
            transcript.server("     <the MIME message, " + message.length + " octets>");
            expect(client.command("DELE 1"), "+OK Message 1 deleted");
            expect(client.command("QUIT"), "+OK Bye");
            return message;
        }
    }

    private static void expect(Object found, Object expected) throws IOException {
        if (!found.equals(expected)) {
            throw new IOException(
                    "the server answered '" + found + "' where the worked example has '" + expected + "'");
        }
    }
}
