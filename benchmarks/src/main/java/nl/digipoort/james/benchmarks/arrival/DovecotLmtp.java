// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.peer.Loopback;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.Command;
import nl.digipoort.james.benchmarks.process.ProcessTree;
import nl.digipoort.james.benchmarks.process.Scratch;

/**
 * Debian's Dovecot with LMTP on a Maildir, as root in the foreground, with its own configuration and the default syncs ({@code mail_fsync =
 * optimized}). A message is visible when its file is in {@code new}.
 */
public final class DovecotLmtp implements WayIn {
    private static final Duration START = Duration.ofMinutes(1);
    /** Debian's user and group for mail: Dovecot does not write mail as root. */
    private static final String USER = "mail:mail";

    private final DovecotPrograms programs;
    private final Path scratch;
    private Child server;
    private InetSocketAddress address;

    /**
     * @param unpacked the folder with unpacked Debian packages, if any
     * @param scratch accessible to every user
     */
    public DovecotLmtp(Path unpacked, Path scratch) {
        this.programs = DovecotPrograms.find(unpacked);
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "dovecot";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        List<String> command = programs.command(List.of("dovecot", "--version"));
        return "LMTP, Dovecot " + Command.output(command.toArray(String[]::new)).strip()
                + ", Maildir, mail_fsync = optimized";
    }

    @Override
    public Optional<String> missing() {
        return programs.arePresent() ? Optional.empty() : Optional.of("no Dovecot with LMTP");
    }

    @Override
    public long mostOctets() {
        return Long.MAX_VALUE;
    }

    @Override
    public void start(List<Account> accounts) throws Exception {
        int port = Loopback.freePort();
        Path configuration = scratch.resolve("dovecot.conf");
        Files.writeString(configuration, configuration(port));
        Path mail = Files.createDirectories(scratch.resolve("mail"));
        for (Account account : accounts) {
            Files.createDirectories(mail.resolve(account.user()));
        }
        Command.run("chown", "-R", USER, mail.toString());
        server = Child.start(
                scratch.resolve("dovecot.out"),
                programs.command(List.of("dovecot", "-F", "-c", configuration.toString())));
        address = Loopback.at(port);
        Loopback.await(address, START);
    }

    private String configuration(int port) {
        return String.format(
                Locale.ROOT,
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                instance_name = bench
                log_path = /dev/stderr
                protocols = lmtp
                listen = 127.0.0.1
                ssl = no
                default_internal_user = mail
                default_internal_group = mail
                default_login_user = nobody
                first_valid_uid = 1
                mail_location = maildir:%1$s/mail/%%u
                passdb {
                  driver = static
                  args = nopassword=y
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/mail/%%u allow_all_users=yes
                }
                service lmtp {
                  inet_listener lmtp {
                    port = %2$d
                  }
                }
                """,
                scratch,
                port);
    }

    @Override
    public Protocol protocol() {
        return Protocol.LMTP;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<ProcessTree> processes() {
        return List.of(server.tree());
    }

    @Override
    public List<Integer> visible(List<Account> accounts) throws IOException {
        List<Integer> visible = new ArrayList<>();
        for (Account account : accounts) {
            visible.add(files(maildir(account).resolve("new")));
        }
        return visible;
    }

    private static int files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.count();
        }
    }

    private Path maildir(Account account) {
        return scratch.resolve("mail").resolve(account.user());
    }

    /** Deletes the index too: no process has it open while nothing is delivered. */
    @Override
    public void empty(List<Account> accounts) throws IOException, InterruptedException {
        for (Account account : accounts) {
            Scratch.delete(maildir(account));
            Files.createDirectories(maildir(account));
            Command.run("chown", USER, maildir(account).toString());
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
