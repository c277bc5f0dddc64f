// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import nl.digipoort.james.benchmarks.client.Account;

/** One message on one connection, each command after the answer to the one before. */
final class SmtpDelivery {
    private final byte[] message;

    /** @param message with CRLF, in which a line that begins with a dot has one more in front */
    SmtpDelivery(byte[] message) {
        this.message = message.clone();
    }

    void send(InetSocketAddress server, Account to) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            command(out, in, "HELO bench.local", "250");
            command(out, in, "MAIL FROM:<douane@overheid.example>", "250");
            command(out, in, "RCPT TO:<" + to.user() + ">", "250");
            command(out, in, "DATA", "354");
            out.write(message);
            command(out, in, ".", "250");
            command(out, in, "QUIT", "221");
        }
    }

    private static void command(OutputStream out, BufferedReader in, String line, String code) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String answer = in.readLine();
        if (answer == null || !answer.startsWith(code)) {
            throw new IOException("SMTP: " + answer);
        }
    }
}
