// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * Fetches and deletes all messages with what is in the JDK (17 or later), by DIGEST-MD5 or PLAIN.
 *
 * <p>Usage: java Fetch.java HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [MECHANISM]
 *
 * <p>clients.md has what it leaves in the directory, and its exit statuses.
 */
final class Fetch {
    private static final String USAGE =
            "usage: java Fetch.java HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [DIGEST-MD5|PLAIN]";
    private static final int WRONG_ARGUMENTS = 64;
    private static final int DAMAGED = 65;
    private static final int LOCAL_FILE = 74;
    private static final int TRY_LATER = 75;
    private static final int REFUSED = 76;
    private static final int WRONG_PASSWORD = 77;

    private static final int PATIENCE_MILLIS = 300_000;

    private final List<String> damaged = new ArrayList<>();
    private InputStream in;
    private OutputStream out;

    public static void main(String... args) {
        try {
            run(args);
        } catch (Problem e) {
            System.err.println(e.getMessage());
            System.exit(e.status);
        }
    }

    private static void run(String... args) throws Problem {
        if (args.length < 6 || args.length > 7 || !args[1].matches("[0-9]{1,5}") || Integer.parseInt(args[1]) > 65_535) {
            throw new Problem(WRONG_ARGUMENTS, USAGE);
        }
        String mechanism = args.length > 6 ? args[6] : "DIGEST-MD5";
        Path directory = Path.of(args[5]);
        String password;
        SSLContext tls;
        try {
            password = Files.readAllLines(Path.of(args[4])).stream().findFirst().orElse("");
            tls = trusting(Path.of(args[2]));
            syncDirectory(directory);
        } catch (IOException | GeneralSecurityException e) {
            throw new Problem(LOCAL_FILE, e.toString());
        }
        // two runs at once in one folder would write the same files
        try (FileChannel file = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                throw new Problem(TRY_LATER, directory + ": another run is at work there");
            }
            fetchInto(directory, args[0], Integer.parseInt(args[1]), tls, args[3], password, mechanism);
        } catch (IOException e) {
            throw new Problem(LOCAL_FILE, e.toString());
        }
    }

    private static void fetchInto(
            Path directory, String host, int port, SSLContext tls, String user, String password, String mechanism)
            throws Problem {
        Fetch pop3 = new Fetch();
        // closed without QUIT, the connection deletes nothing
        try (Socket plain = new Socket(host, port)) {
            plain.setSoTimeout(PATIENCE_MILLIS);
            pop3.use(plain);
            pop3.expectOk(pop3.readLine());
            pop3.command("STLS");
            pop3.use(secured(tls, plain, host));
            pop3.logIn(mechanism, host, user, password);
            List<String> safe = pop3.fetchAll(directory);
            for (String number : safe) {
                pop3.command("DELE " + number);
            }
            pop3.command("QUIT");
        } catch (SSLException e) {
            boolean untrusted = e.getCause() instanceof CertificateException;
            throw new Problem(untrusted ? REFUSED : TRY_LATER, "no TLS: " + e.getMessage());
        } catch (SaslException e) {
            throw new Problem(REFUSED, "no login: " + e.getMessage());
        } catch (IOException e) {
            throw new Problem(TRY_LATER, "the connection failed: " + e.getMessage());
        }
        if (!pop3.damaged.isEmpty()) {
            throw new Problem(DAMAGED, String.join(System.lineSeparator(), pop3.damaged));
        }
    }

    private static SSLContext trusting(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificates)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca" + trusted.size(), certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static SSLSocket secured(SSLContext tls, Socket plain, String host) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        // without this any certificate of the authority will do, whatever name is in it
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void logIn(String mechanism, String host, String user, String password) throws IOException, Problem {
        String[] mechanisms = {mechanism};
        SaslClient sasl = Sasl.createSaslClient(mechanisms, null, "pop", host, Map.of(), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                }
            }
        });
        if (sasl == null) {
            throw new Problem(WRONG_ARGUMENTS, USAGE);
        }
        send("AUTH " + mechanism);
        String line = readLine();
        while (line.startsWith("+ ")) {
            byte[] response;
            try {
                // the last challenge is the server's own proof; it is answered with an empty line
                response = sasl.evaluateChallenge(Base64.getDecoder().decode(line.substring(2)));
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new Problem(REFUSED, "the server said: " + line);
            }
            send(response == null ? "" : Base64.getEncoder().encodeToString(response));
            line = readLine();
        }
        expectOk(line);
        if (!sasl.isComplete()) {
            throw new Problem(REFUSED, "the server let us in without proving itself");
        }
        sasl.dispose();
    }

    /** Returns the messages that are safe here. */
    private List<String> fetchAll(Path directory) throws IOException, Problem {
        List<String> safe = new ArrayList<>();
        command("UIDL");
        for (String entry : new String(readMessage(), StandardCharsets.US_ASCII).lines().toList()) {
            if (!entry.matches("[0-9]+ [!-~]+")) {
                throw new Problem(REFUSED, "the server said in UIDL: " + entry);
            }
            String number = entry.substring(0, entry.indexOf(' '));
            String uniqueId = entry.substring(number.length() + 1);
            Path path = directory.resolve(fileName(uniqueId));
            // if it is there, an earlier session fetched it and could not delete it
            if (Files.exists(path) || fetch(number, uniqueId, path)) {
                safe.add(number);
            }
        }
        try {
            syncDirectory(directory);
        } catch (IOException e) {
            throw new Problem(LOCAL_FILE, e.toString());
        }
        return safe;
    }

    private boolean fetch(String number, String uniqueId, Path path) throws IOException, Problem {
        send("RETR " + number);
        String answer = readLine();
        if (answer.startsWith("-ERR [SYS/PERM]")) {
            damaged.add("message " + uniqueId + " stays: the server said: " + answer);
            return false;
        }
        expectOk(answer);
        byte[] message = readMessage();
        try {
            store(path, message);
        } catch (IOException e) {
            throw new Problem(LOCAL_FILE, e.toString());
        }
        return true;
    }

    /**
     * Only what every file system keeps as it is: others, and capitals, as % and two digits. Without "uid-" it may be a device of
     * Windows.
     */
    private static String fileName(String uniqueId) {
        StringBuilder name = new StringBuilder("uid-");
        for (char c : uniqueId.toCharArray()) {
            boolean kept = "abcdefghijklmnopqrstuvwxyz0123456789._-".indexOf(c) >= 0;
            name.append(kept ? String.valueOf(c) : String.format("%%%02x", (int) c));
        }
        return name + ".eml";
    }

    /** A file gets its name when all of it is on the disk. So a file that has its name is whole. */
    private static void store(Path path, byte[] message) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer octets = ByteBuffer.wrap(message);
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            file.force(true);
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A name too is safe only when it is on the disk. Windows has no such call. */
    private static void syncDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel opened = FileChannel.open(directory)) {
            opened.force(true);
        }
    }

    private void command(String line) throws IOException, Problem {
        send(line);
        expectOk(readLine());
    }

    private void expectOk(String answer) throws Problem {
        if (!answer.startsWith("+OK")) {
            boolean temporary = answer.matches("-ERR \\[(IN-USE|LOGIN-DELAY|SYS/TEMP)].*");
            int status = temporary ? TRY_LATER : answer.startsWith("-ERR [AUTH]") ? WRONG_PASSWORD : REFUSED;
            throw new Problem(status, "the server said: " + answer);
        }
    }

    private void use(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    private void send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String readLine() throws IOException {
        return new String(readOctets(), StandardCharsets.UTF_8);
    }

    /** All lines up to the one with a single dot, without the dots that were added. */
    private byte[] readMessage() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[] line = readOctets(); line.length != 1 || line[0] != '.'; line = readOctets()) {
            int stuffing = line.length > 0 && line[0] == '.' ? 1 : 0;
            message.write(line, stuffing, line.length - stuffing);
            message.write('\r');
            message.write('\n');
        }
        return message.toByteArray();
    }

    /** A line without its CRLF. */
    private byte[] readOctets() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int octet = in.read(); octet != '\n' || last != '\r'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(octet);
            last = octet;
        }
        byte[] octets = line.toByteArray();
        return Arrays.copyOf(octets, octets.length - 1);
    }

    /** What ends the program: one line for a person, and an exit status for a script. */
    private static final class Problem extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Problem(int status, String text) {
            super(text);
            this.status = status;
        }
    }
}
