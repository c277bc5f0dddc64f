// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.Command;
import nl.digipoort.james.benchmarks.process.Memory;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** Debian's Dovecot on a Maildir, as root in the foreground, with its own configuration. */
public final class Dovecot implements RestartablePeer {
    private static final Duration START = Duration.ofMinutes(1);
    /** Debian's user and group for mail: Dovecot does not read mail as root. */
    private static final String USER = "mail:mail";

    private final LoginProcesses login;
    private final Path scratch;
    private final Certificate certificate;
    private Child server;
    private InetSocketAddress pop3;

    /** How Dovecot runs its TLS processes. */
    public enum LoginProcesses {
        /** The default, high-security mode: one process for each connection, at most 100. */
        DEFAULT("dovecot-default", 90, ""),
        /** The high-performance mode: one process for many connections, and some spare processes for the time after the login. */
        FAST(
                "dovecot-fast",
                10_000,
                """
                default_client_limit = 20000
                service pop3-login {
                  service_count = 0
                  process_min_avail = 2
                  client_limit = 20000
                }
                service pop3 {
                  service_count = 1000
                  process_min_avail = 4
                  process_limit = 20000
                }
                service auth {
                  client_limit = 60000
                }
                service anvil {
                  client_limit = 60000
                }
                """);

        private final String peer;
        private final int mostSessions;
        private final String settings;

        LoginProcesses(String peer, int mostSessions, String settings) {
            this.peer = peer;
            this.mostSessions = mostSessions;
            this.settings = settings;
        }

        public String peer() {
            return peer;
        }
    }

    public Dovecot(LoginProcesses login, Path scratch, Certificate certificate) {
        this.login = login;
        this.scratch = scratch;
        this.certificate = certificate;
    }

    @Override
    public String name() {
        return login.peer;
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return "Dovecot " + Command.output("dovecot", "--version").strip() + ", Maildir, "
                + (login == LoginProcesses.FAST ? "high-performance login processes" : "default login processes");
    }

    @Override
    public Authentication authentication() {
        return Authentication.DIGEST_MD5;
    }

    @Override
    public int mostSessions() {
        return login.mostSessions;
    }

    @Override
    public int mostMessages() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void start(List<Maildrop> maildrops) throws Exception {
        int port = Loopback.freePort();
        Path configuration = scratch.resolve("dovecot.conf");
        Files.writeString(configuration, configuration(port));
        Files.writeString(scratch.resolve("users"), users(maildrops));
        Path mail = Files.createDirectories(scratch.resolve("mail"));
        for (Maildrop maildrop : maildrops) {
            Maildir.fill(mail.resolve(maildrop.account().user()), maildrop);
        }
        Command.run("chown", "-R", USER, mail.toString());
        Command.run("chmod", "a+rx", scratch.getParent().toString(), scratch.toString());
        pop3 = Loopback.at(port);
        run();
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        close();
        run();
    }

    private void run() throws IOException, InterruptedException {
        String configuration = scratch.resolve("dovecot.conf").toString();
        server = Child.start(scratch.resolve("dovecot.out"), List.of("dovecot", "-F", "-c", configuration));
        Loopback.await(pop3, START);
    }

    private String configuration(int port) {
        return String.format(
                Locale.ROOT,
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                instance_name = bench
                log_path = /dev/stderr
                protocols = pop3
                listen = 127.0.0.1
                mail_location = maildir:%1$s/mail/%%u
                first_valid_uid = 1
                mail_max_userip_connections = 0
                ssl = required
                ssl_cert = <%3$s
                ssl_key = <%4$s
                ssl_min_protocol = TLSv1.2
                ssl_cipher_suites = TLS_AES_128_GCM_SHA256
                auth_mechanisms = plain login digest-md5
                auth_realms = bench.local
                disable_plaintext_auth = yes
                passdb {
                  driver = passwd-file
                  args = scheme=PLAIN username_format=%%u %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/mail/%%u
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %2$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                """
                        + login.settings,
                scratch,
                port,
                certificate.chain(),
                certificate.privateKey());
    }

    private static String users(List<Maildrop> maildrops) {
        return maildrops.stream()
                .map(Maildrop::account)
                .map(account -> account.user() + ":{PLAIN}" + account.password() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public InetSocketAddress pop3() {
        return pop3;
    }

    @Override
    public ProcessTree process() {
        return server.tree();
    }

    @Override
    public Memory liveMemory() {
        return process().memory();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
