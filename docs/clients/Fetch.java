// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

/**
 * Fetches and deletes all messages with what is in the JDK (17 or later), by DIGEST-MD5 or PLAIN.
 *
 * <p>Usage: java Fetch.java HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [MECHANISM]
 */
final class Fetch {
    private InputStream in;
    private OutputStream out;

    public static void main(String... args) throws Exception {
        String mechanism = args.length > 6 ? args[6] : "DIGEST-MD5";
        String password = Files.readAllLines(Path.of(args[4])).get(0);
        Fetch pop3 = new Fetch();
        try (Socket plain = new Socket(args[0], Integer.parseInt(args[1]))) {
            plain.setSoTimeout(60_000);
            pop3.use(plain);
            pop3.expectOk(pop3.readLine());
            pop3.command("STLS");
            pop3.use(secured(plain, args[0], Path.of(args[2])));
            pop3.logIn(mechanism, args[0], args[3], password);
            pop3.fetchAll(Path.of(args[5]));
            pop3.command("QUIT");
        } catch (Refusal e) {
            System.err.println("the server said: " + e.getMessage());
            System.exit(1);
        }
    }

    private static SSLSocket secured(Socket plain, String host, Path certificates) throws Exception {
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
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        // without this any certificate of the authority will do, whatever name is in it
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private void logIn(String mechanism, String host, String user, String password) throws IOException {
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
        send("AUTH " + mechanism);
        String line = readLine();
        while (line.startsWith("+ ")) {
            byte[] challenge = Base64.getDecoder().decode(line.substring(2));
            // the last challenge is the server's own proof; it is answered with an empty line
            byte[] response = sasl.evaluateChallenge(challenge);
            send(response == null ? "" : Base64.getEncoder().encodeToString(response));
            line = readLine();
        }
        expectOk(line);
        if (!sasl.isComplete()) {
            throw new IOException("the server let us in without proving itself");
        }
        sasl.dispose();
    }

    private void fetchAll(Path directory) throws IOException {
        command("UIDL");
        List<String> listing = new ArrayList<>();
        for (byte[] line = readOctets(); !isEnd(line); line = readOctets()) {
            listing.add(new String(line, StandardCharsets.US_ASCII));
        }
        for (String entry : listing) {
            String[] numberAndId = entry.split(" ");
            command("RETR " + numberAndId[0]);
            try (FileOutputStream file = new FileOutputStream(directory.resolve(numberAndId[1] + ".eml").toFile())) {
                for (byte[] line = readOctets(); !isEnd(line); line = readOctets()) {
                    int stuffing = line.length > 0 && line[0] == '.' ? 1 : 0;
                    file.write(line, stuffing, line.length - stuffing);
                    file.write('\r');
                    file.write('\n');
                }
                // on the disk before the server is told to forget it
                file.getFD().sync();
            }
            command("DELE " + numberAndId[0]);
        }
    }

    private void command(String line) throws IOException {
        send(line);
        expectOk(readLine());
    }

    private void expectOk(String line) throws Refusal {
        if (!line.startsWith("+OK")) {
            throw new Refusal(line);
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

    private static boolean isEnd(byte[] line) {
        return line.length == 1 && line[0] == '.';
    }

    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String line) {
            super(line);
        }
    }
}
