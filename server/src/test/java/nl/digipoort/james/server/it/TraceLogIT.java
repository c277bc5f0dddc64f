// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With every logger at TRACE, as someone sets it who looks for trouble, no secret is in the log. */
class TraceLogIT {
    private static final Pattern PROOF =
            Pattern.compile("(?:response|rspauth)=([0-9a-f]{32})|\\b[pv]=([A-Za-z0-9+/]{43}=)");

    private final Set<String> secrets = new HashSet<>();

    /** Lines of clients within exchanges, and what both sides prove in them. */
    private final Transcript eavesdropper = new Transcript() {
        @Override
        public void server(String line) {
            proofsIn(line.startsWith("+ ") ? line.substring(2) : "");
        }

        @Override
        public void client(String line) {
            String last = line.substring(line.lastIndexOf(' ') + 1);
            if (last.length() > 15) {
                secrets.add(last);
                proofsIn(last);
            }
        }
    };

    @TempDir
    private Path scratch;

    @Test
    void keepsSecretsWhateverIsLogged() throws Exception {
        Path home = ChangedConfiguration.homeThatLogsAll(scratch.resolve("home"));
        ChangedConfiguration.change(
                home,
                "<mechanism>PLAIN</mechanism>",
                "<mechanism>SCRAM-SHA-256</mechanism><mechanism>PLAIN</mechanism>");
        List<Account> accounts = new ArrayList<>();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            accounts.add(new Account("cli@" + TestGateway.DOMAIN, "Zeer-Geheim-4711"));
            gateway.process().cli("AddUser", accounts.get(0).user(), "Eerst-Geheim-4710");
            gateway.process()
                    .cli("SetPassword", accounts.get(0).user(), accounts.get(0).password());
            accounts.add(new Account("webadmin@" + TestGateway.DOMAIN, "Zeer-Geheim-4712"));
            putByWebAdmin(gateway, accounts.get(1));
            for (Account account : accounts) {
                logInByScram(gateway, account);
                for (String password : List.of(account.password(), "Fout-Geheim-4713")) {
                    logInByEveryWay(gateway, account.user(), password);
                }
                logInByEveryWay(gateway, account.user(), account.password());
            }
            gateway.process().terminate();
        }

        String log = log(home);
        assertThat(log).contains(" TRACE ").contains(" DEBUG ");
        accounts.forEach(account -> assertThat(log).contains(account.user()));
        secrets.addAll(List.of("Eerst-Geheim-4710", "Zeer-Geheim-4711", "Zeer-Geheim-4712", "Fout-Geheim-4713"));
        accounts.forEach(this::addSpellings);
        addKey(home);
        secrets.add(WebAdminClient.authorization(home.resolve("conf"))[1].substring("Bearer ".length()));
        assertThat(secrets).hasSizeGreaterThan(40);
        assertThat(secrets.stream()
                        .filter(secret -> log.contains(secret)
                                || log.contains(secret.toUpperCase(Locale.ROOT))
                                || log.contains(HexFormat.of().formatHex(secret.getBytes(UTF_8))))
                        .map(secret -> secret + " in: " + lineWith(log, secret)))
                .isEmpty();
    }

    private void logInByEveryWay(TestGateway gateway, String user, String password) throws IOException {
        try (Pop3Client client = eavesdropped(gateway)) {
            new DigestMd5Login(user, password).on(client);
        }
        try (Pop3Client client = eavesdropped(gateway)) {
            client.command("AUTH PLAIN " + base64("\0" + user + "\0" + password));
        }
        try (Pop3Client client = eavesdropped(gateway)) {
            client.command("AUTH PLAIN");
            client.command(base64(user + "\0" + user + "\0" + password));
        }
        try (Pop3Client client = eavesdropped(gateway)) {
            client.command("AUTH LOGIN");
            client.send(base64(user));
            secrets.remove(base64(user));
            client.readLine();
            client.command(base64(password));
        }
        try (Pop3Client client = gateway.secured()) {
            client.command("USER " + user);
            client.command("PASS " + password);
        }
    }

    /** Once, since each wrong password makes the test wait longer. */
    private void logInByScram(TestGateway gateway, Account account) throws Exception {
        try (Pop3Client client = eavesdropped(gateway)) {
            new ScramLogin(account.user(), account.password(), UnaryOperator.identity(), List.of("SCRAM-SHA-256"))
                    .on(client);
        }
    }

    private Pop3Client eavesdropped(TestGateway gateway) throws IOException {
        InetSocketAddress address = gateway.pop3();
        Pop3Client client = Pop3Client.connect(address, eavesdropper);
        client.readLine();
        client.command("STLS");
        client.startTls(gateway.tls(), "localhost");
        return client;
    }

    private void proofsIn(String base64) {
        if (base64.matches("[A-Za-z0-9+/]+=*") && base64.length() % 4 == 0) {
            Matcher proofs = PROOF.matcher(new String(Base64.getDecoder().decode(base64), ISO_8859_1));
            while (proofs.find()) {
                secrets.add(proofs.group(1) == null ? proofs.group(2) : proofs.group(1));
            }
        }
    }

    /** Rightly, with the wrong content type, and broken. */
    private static void putByWebAdmin(TestGateway gateway, Account account) throws Exception {
        String body = "{\"password\":\"" + account.password() + "\"}";
        assertThat(put(gateway, account.user(), "application/json", body)).isEqualTo(204);
        assertThat(put(gateway, account.user() + "?force", "application/x-www-form-urlencoded", body))
                .isGreaterThanOrEqualTo(400);
        assertThat(put(gateway, account.user() + "?force", "application/json", body.replace("}", "")))
                .isEqualTo(400);
    }

    private static int put(TestGateway gateway, String user, String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.process().webadminPort() + "/users/" + user))
                .header("Content-Type", contentType)
                .headers(WebAdminClient.authorization(gateway.process().home().resolve("conf")))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** The password in base64, and H(A1) for both names by which it is known. */
    private void addSpellings(Account account) {
        secrets.add(base64(account.password()));
        for (String name : List.of(account.user(), account.localPart())) {
            byte[] digest = md5(name + ":" + TestGateway.DOMAIN + ":" + account.password());
            secrets.add(HexFormat.of().formatHex(digest));
            secrets.add(Base64.getEncoder().encodeToString(digest));
        }
    }

    private void addKey(Path home) throws IOException {
        String key =
                Files.readString(home.resolve("conf/digipoort-credential.key")).strip();
        secrets.add(key);
        secrets.add(HexFormat.of().formatHex(Base64.getDecoder().decode(key)));
    }

    /** All of it: at TRACE the file may have been renewed. */
    private static String log(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("var/log"))) {
            assertThat(files.toList()).hasSize(1);
        }
        return Files.readString(home.resolve("var/log/digipoort.log"), ISO_8859_1);
    }

    private static String lineWith(String log, String secret) {
        return log.lines().filter(line -> line.contains(secret)).findFirst().orElse("(in another spelling)");
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
