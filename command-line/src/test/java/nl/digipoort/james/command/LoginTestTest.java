// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import nl.digipoort.james.command.webadmin.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What login-test does with a server that does not behave; the rest is in CommandsIT, against a real server. */
class LoginTestTest {
    private final RecordedTerminal recorded = new RecordedTerminal();

    @Test
    void sendsNothingSecretToAServerWithoutStls() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> said = CompletableFuture.supplyAsync(
                    () -> converse(listener, line -> "+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n"));

            int status = run("Secret.1\n", "--port", Integer.toString(listener.getLocalPort()));

            assertThat(status).isEqualTo(1);
            assertThat(recorded.err()).endsWith(": the server offers no STLS, so no password is sent\n");
            assertThat(said.get(1, TimeUnit.MINUTES)).containsExactly("CAPA");
        }
    }

    @Test
    void readsNoListOfCapabilitiesWithoutAnEnd() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> said =
                    CompletableFuture.supplyAsync(() -> converse(listener, line -> "+OK\r\n" + "X\r\n".repeat(101)));

            int status = run("Secret.1\n", "--port", Integer.toString(listener.getLocalPort()));

            assertThat(status).isEqualTo(1);
            assertThat(recorded.err()).endsWith(": the server lists capabilities without an end\n");
            assertThat(said.get(1, TimeUnit.MINUTES)).containsExactly("CAPA");
        }
    }

    @Test
    void countsTheAnswerOfAServerThatClosesAtQuit(@TempDir Path directory) throws Exception {
        SelfSigned certificate = SelfSigned.makeIn(directory, "127.0.0.1");
        try (ServerSocket listener = certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> said = CompletableFuture.supplyAsync(() -> {
                List<String> both = new ArrayList<>(converse(listener, LoginTestTest::withoutQuit));
                both.addAll(converse(listener, LoginTestTest::withoutQuit));
                return both;
            });

            int status = run(
                    "Secret.1\n",
                    "--port",
                    Integer.toString(listener.getLocalPort()),
                    "--at-once",
                    "--cacert",
                    certificate.pem().toString());

            assertThat(status).as(recorded.err()).isZero();
            assertThat(recorded.out()).contains("USER       yes     +OK\n");
            assertThat(said.get(1, TimeUnit.MINUTES))
                    .containsExactly("CAPA", "QUIT", "CAPA", "USER anna@example.org", "PASS Secret.1", "QUIT");
        }
    }

    @Test
    void namesTheWayOutWhereTheServerGreetsWithoutTls() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // a client that is closed with octets unread resets the connection
            CompletableFuture<List<String>> said = CompletableFuture.supplyAsync(
                            () -> converse(listener, line -> "+OK\r\n"))
                    .exceptionally(reset -> List.of());

            int status = run("Secret.1\n", "--port", Integer.toString(listener.getLocalPort()), "--at-once");

            assertThat(status).isEqualTo(1);
            assertThat(recorded.err()).endsWith(" (it greets without TLS; try again, or leave out --at-once)\n");
            assertThat(said.get(1, TimeUnit.MINUTES).toString()).doesNotContain("Secret");
        }
    }

    private static String withoutQuit(String line) {
        if (line.equals("QUIT")) {
            return "";
        }
        return line.equals("CAPA") ? "+OK\r\nUSER\r\n.\r\n" : "+OK\r\n";
    }

    /** @param answer to a line; empty if the server closes the connection instead */
    private static List<String> converse(ServerSocket listener, UnaryOperator<String> answer) {
        List<String> said = new ArrayList<>();
        try (Socket socket = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                OutputStream out = socket.getOutputStream()) {
            out.write("+OK ready\r\n".getBytes(UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.add(line);
                String reply = answer.apply(line);
                if (reply.isEmpty()) {
                    break;
                }
                out.write(reply.getBytes(UTF_8));
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesWhatItCannotUse() {
        assertThat(run("", "--port", "110")).isEqualTo(2);
        assertThat(run("Secret.1\n", "--port", "0")).isEqualTo(2);
        assertThat(run("Secret.1\n", "--port", "pop3")).isEqualTo(2);
        assertThat(run("Secret.\u0007\n", "--port", "110")).isEqualTo(2);
        assertThat(Main.run(List.of("login-test", "--user", "anna"), recorded.terminal()))
                .isEqualTo(2);

        assertThat(recorded.err())
                .contains("there is no password in standard input")
                .contains("option --port is '0', not a port number")
                .contains("a name or a password has no control characters")
                .contains("option --host is needed")
                .doesNotContain("Secret");
    }

    private int run(String input, String... more) {
        List<String> args = new ArrayList<>(List.of("login-test", "--host", "127.0.0.1", "--user", "anna@example.org"));
        args.addAll(List.of(more));
        return Main.run(args, recorded.terminal(input, false));
    }
}
