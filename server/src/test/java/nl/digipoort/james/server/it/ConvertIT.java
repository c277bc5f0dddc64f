// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.Outcome;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.testing.TestDovecot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real Dovecot to the embedded server and back, by the commands of docs/operate/move.md. */
class ConvertIT {
    private static final String DOMAIN = "digipoort.local";
    private static final String PASSWORD = "geheim";

    @TempDir
    private static Path scratch;

    private interface Door {
        Pop3Client connect() throws IOException;
    }

    @Test
    void bringsAccountsFromDovecotAndBackWithoutANewPassword() throws Exception {
        TestDovecot.requirePackage();
        openForDovecot(scratch);
        Path passwd = Files.writeString(
                scratch.resolve("users"),
                account("digest", "DIGEST-MD5") + account("scram", "SCRAM-SHA-256") + account("clear", "PLAIN"));
        Path maildirs = Files.createDirectory(scratch.resolve("mail"));
        run("chown", "mail:mail", maildirs.toString());
        try (TestDovecot dovecot = TestDovecot.configured(before(passwd, maildirs))) {
            letsIn(() -> connect(dovecot), "digest");
        }

        Outcome converted = Outcome.of(
                "convert",
                "--accounts",
                "passwd-file:" + passwd,
                "--realm",
                DOMAIN,
                folder("move").toString());
        assertThat(converted.exit()).as(converted.stderr()).isZero();
        assertThat(converted.stdout()).contains("only DIGEST-MD5 as digest", "only SCRAM-SHA-256", "3 accounts");
        assertThat(converted.stderr()).isEmpty();

        Path home = ChangedConfiguration.home(
                scratch.resolve("home"),
                "<mechanism>PLAIN</mechanism>",
                "<mechanism>SCRAM-SHA-256</mechanism><mechanism>PLAIN</mechanism>");
        Outcome imported = whileItsPortOfJmxIsTaken(
                home,
                () -> Outcome.of(
                        "import", "--home", home.toString(), folder("move").toString()));
        assertThat(imported.exit()).as(imported.stdout() + imported.stderr()).isZero();
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            letsIn(gateway::secured, "digest");
            try (Pop3Client client = gateway.secured()) {
                assertThat(plain("digest", client)).startsWith("-ERR [AUTH]");
            }
        }

        Outcome exported =
                Outcome.of("export", "--home", home.toString(), folder("back").toString());
        assertThat(exported.exit()).as(exported.stdout() + exported.stderr()).isZero();
        run("chown", "-R", "mail:mail", folder("back").toString());
        run("chgrp", "dovecot", passwd("back").toString(), digests("back").toString());
        run("chmod", "640", passwd("back").toString(), digests("back").toString());
        run("chmod", "711", folder("back").toString());
        try (TestDovecot dovecot = TestDovecot.configured(after())) {
            letsIn(() -> connect(dovecot), "digest");
            letsIn(() -> connect(dovecot), "clear");
        }
    }

    /** By another James on the machine: import and export listen nowhere. */
    private static Outcome whileItsPortOfJmxIsTaken(Path home, Callable<Outcome> command) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ChangedConfiguration.change(home, "jmx.properties", ":-9999", ":-" + taken.getLocalPort());
            return command.call();
        }
    }

    private static void openForDovecot(Path folder) throws Exception {
        for (Path path = folder; path.getParent() != null; path = path.getParent()) {
            run("chmod", "a+rx", path.toString());
        }
    }

    /** One line of a passwd-file, of the tool of Dovecot. */
    private static String account(String name, String scheme) throws Exception {
        return name + "@" + DOMAIN + ":"
                + run("doveadm", "pw", "-s", scheme, "-u", name + "@" + DOMAIN, "-p", PASSWORD)
                        .strip() + "\n";
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String before(Path passwd, Path maildirs) {
        return String.format(
                Locale.ROOT,
                """
                auth_mechanisms = plain digest-md5 scram-sha-256
                auth_realms = %1$s
                mail_location = maildir:%3$s/%%n
                passdb {
                  driver = passwd-file
                  args = %2$s
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%3$s/%%n
                }
                """,
                DOMAIN,
                passwd,
                maildirs);
    }

    /** As docs/operate/move.md has it. */
    private static String after() {
        return String.format(
                Locale.ROOT,
                """
                auth_mechanisms = plain digest-md5 scram-sha-256
                auth_realms = %1$s
                passdb {
                  driver = passwd-file
                  mechanisms = digest-md5
                  args = %2$s
                }
                passdb {
                  driver = passwd-file
                  mechanisms = plain scram-sha-256
                  args = %3$s
                }
                userdb {
                  driver = passwd-file
                  args = %3$s
                  default_fields = uid=mail gid=mail
                }
                """,
                DOMAIN,
                digests("back"),
                passwd("back"));
    }

    /** By the mechanism of each account, and by all where the password is known. */
    private static void letsIn(Door door, String digest) throws Exception {
        try (Pop3Client client = door.connect()) {
            assertThat(new DigestMd5Login(digest, PASSWORD).on(client)).startsWith("+OK");
            client.command("QUIT");
        }
        for (String name : digest.equals("clear") ? List.of("clear") : List.of("scram", "clear")) {
            try (Pop3Client client = door.connect()) {
                assertThat(ScramLogin.unbound(name + "@" + DOMAIN, PASSWORD).on(client))
                        .startsWith("+OK");
            }
        }
        try (Pop3Client client = door.connect()) {
            assertThat(plain("clear", client)).startsWith("+OK");
            client.command("QUIT");
        }
    }

    private static String plain(String name, Pop3Client client) throws IOException {
        String message = "\0" + name + "@" + DOMAIN + "\0" + PASSWORD;
        return client.command("AUTH PLAIN " + Base64.getEncoder().encodeToString(message.getBytes(UTF_8)));
    }

    private static Pop3Client connect(TestDovecot dovecot) throws IOException {
        Pop3Client client = Pop3Client.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), dovecot.port()), Transcript.NONE);
        client.readLine();
        return client;
    }

    private static Path folder(String name) {
        return scratch.resolve(name);
    }

    private static Path passwd(String name) {
        return folder(name).resolve("dovecot-passwd");
    }

    private static Path digests(String name) {
        return folder(name).resolve("dovecot-digest-md5");
    }
}
