// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import nl.digipoort.james.testing.TestCertificate;

/**
 * A POP3 server with one maildrop that says what the real one never says, nor the test server: it hangs up at any command, stalls or refuses one. It has
 * STLS, USER and PASS, AUTH PLAIN and whatever unique-ids a test wants, takes every password, and keeps what it was told. As it knows no
 * password, its proof in AUTH DIGEST-MD5 is wrong.
 */
final class FaultyServer implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};
    private static final String CHALLENGE =
            "realm=\"localhost\",nonce=\"n\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
    /** Of whatever password it is not. */
    private static final String PROOF = "rspauth=" + "0".repeat(32);

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final SSLContext tls;
    private final Path certificate;
    private final Map<String, String> messages = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Set<String> cuts = ConcurrentHashMap.newKeySet();
    private final Map<String, Stall> stalls = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private FaultyServer(SSLContext tls, Path certificate) throws IOException {
        this.tls = tls;
        this.certificate = certificate;
    }

    /** @param scratch where its certificate is written, which is for {@code localhost} alone */
    static FaultyServer start(Path scratch) throws Exception {
        TestCertificate own = TestCertificate.ec("localhost", Clock.systemUTC().instant());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", own.privateKey(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        Path certificate = Files.writeString(scratch.resolve("faulty.pem"), own.certificatePem());
        FaultyServer server = new FaultyServer(tls, certificate);
        Thread thread = new Thread(server::serveOneByOne, "faulty-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    int port() {
        return listening.getLocalPort();
    }

    String certificate() {
        return certificate.toString();
    }

    /** Puts a message into the maildrop; every line of it ends in CRLF. */
    void put(String uniqueId, String message) {
        messages.put(uniqueId, message);
    }

    /** What is in the maildrop, by unique-id. */
    Map<String, String> messages() {
        return Map.copyOf(messages);
    }

    /** Answers this line with that one, and does nothing else. */
    void refuse(String command, String answer) {
        refusals.put(command, answer);
    }

    /** Hangs up at this line; at RETR in the middle of the message. */
    void cut(String command) {
        cuts.add(command);
    }

    /** Sends the message of this RETR up to that text, and the rest when there is such a file, or in a minute. */
    void stall(String command, String before, Path until) {
        stalls.put(command, new Stall(before, until));
    }

    /** Ends all faults, and forgets what it was told. */
    void mend() {
        refusals.clear();
        cuts.clear();
        stalls.clear();
        commands.clear();
    }

    /** The lines that clients have sent. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    int connections() {
        return connections.get();
    }

    private void serveOneByOne() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                connections.incrementAndGet();
                new Session(socket).serve();
            } catch (IOException e) {
                // The client's trouble; the next one is served.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private record Stall(String before, Path until) {}

    /** One connection. */
    private final class Session {
        private final List<String> numbered = new ArrayList<>(messages.keySet());
        private final Set<Integer> deleted = new TreeSet<>();
        private Socket socket;
        private BufferedReader in;
        private OutputStream out;

        private Session(Socket socket) throws IOException {
            use(socket);
        }

        private SSLSocket secured(Socket plain) throws IOException {
            return (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false);
        }

        private void use(Socket next) throws IOException {
            socket = next;
            in = new BufferedReader(new InputStreamReader(next.getInputStream(), ISO_8859_1));
            out = next.getOutputStream();
        }

        private void serve() throws IOException {
            send("+OK Hello there.\r\n");
            String line = in.readLine();
            while (line != null && isAnswered(line)) {
                line = line.equals("QUIT") ? null : in.readLine();
            }
        }

        private boolean isAnswered(String line) throws IOException {
            commands.add(line);
            String verb = line.split(" ", -1)[0];
            String refusal = refusals.getOrDefault(line, refusals.get(verb));
            if (refusal != null) {
                send(refusal + "\r\n");
            } else if (cuts.contains(line)) {
                if (verb.equals("RETR")) {
                    String message = message(line);
                    send("+OK\r\n" + message.substring(0, message.length() / 2));
                }
                return false;
            } else {
                answer(verb, line);
            }
            return true;
        }

        private void answer(String verb, String line) throws IOException {
            switch (verb) {
                case "STLS" -> {
                    send("+OK\r\n");
                    use(secured(socket));
                }
                case "CAPA" -> send("+OK\r\nSTLS\r\nUSER\r\nUIDL\r\nSASL PLAIN\r\n.\r\n");
                case "AUTH" -> {
                    if (line.equals("AUTH PLAIN")) {
                        ask("");
                    } else if (line.equals("AUTH DIGEST-MD5")) {
                        ask(CHALLENGE);
                        ask(PROOF);
                    }
                    send("+OK\r\n");
                }
                case "STAT" ->
                    send("+OK " + numbered.size() + " "
                            + messages.values().stream()
                                    .mapToInt(String::length)
                                    .sum() + "\r\n");
                case "LIST" -> sendListing(false);
                case "UIDL" -> sendListing(true);
                case "RETR" -> sendMessage(line);
                case "DELE" -> {
                    deleted.add(number(line));
                    send("+OK\r\n");
                }
                case "QUIT" -> {
                    deleted.forEach(number -> messages.remove(numbered.get(number - 1)));
                    send("+OK Bye\r\n");
                }
                case "USER", "PASS", "NOOP" -> send("+OK\r\n");
                default -> send("-ERR Unknown command\r\n");
            }
        }

        private void ask(String challenge) throws IOException {
            send("+ " + Base64.getEncoder().encodeToString(challenge.getBytes(ISO_8859_1)) + "\r\n");
            in.readLine();
        }

        private void sendMessage(String line) throws IOException {
            String answer = "+OK\r\n" + message(line) + ".\r\n";
            Stall stall = stalls.get(line);
            if (stall != null) {
                int cut = answer.indexOf(stall.before);
                send(answer.substring(0, cut));
                await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(stall.until));
                answer = answer.substring(cut);
            }
            send(answer);
        }

        private void sendListing(boolean ofUniqueIds) throws IOException {
            StringBuilder listing = new StringBuilder("+OK\r\n");
            for (int i = 0; i < numbered.size(); i++) {
                String uniqueId = numbered.get(i);
                int size = messages.get(uniqueId).length();
                listing.append(i + 1)
                        .append(' ')
                        .append(ofUniqueIds ? uniqueId : String.valueOf(size))
                        .append("\r\n");
            }
            send(listing.append(".\r\n").toString());
        }

        private String message(String line) {
            return messages.get(numbered.get(number(line) - 1)).replaceAll("(?m)^\\.", "..");
        }

        private int number(String line) {
            return Integer.parseInt(line.split(" ", -1)[1]);
        }

        private void send(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }
    }
}
