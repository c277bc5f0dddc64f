// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import nl.digipoort.james.server.it.TestGateway.Account;

/** A client that others wrote, as its users configure it: it fetches all messages and deletes them, in one session. */
interface OtherClient {
    /**
     * Fetches, or does not, as the client decides.
     *
     * @param scratch a folder of its own
     * @return what it has fetched, with LF at the end of each line
     */
    String fetch(Path scratch, Server server, Account account) throws Exception;

    /** Where a client connects to, and the certificate that it trusts. */
    record Server(String host, int port, String certificate) {}

    static String fetchmail(Path scratch, Server server, Account account, String tls) throws Exception {
        Path mbox = Files.createFile(scratch.resolve("mbox"));
        privateFile(
                scratch.resolve("fetchmailrc"),
                "poll " + server.host() + " protocol POP3 service " + server.port() + " timeout 300\n"
                        + "  user \"" + account.user() + "\" password \"" + account.password() + "\"\n"
                        + "  " + tls + " sslcertck sslcertfile \"" + server.certificate() + "\"\n"
                        + "  mda \"cat >>mbox\" fetchall nokeep\n");
        RealClient.in(scratch)
                .attempt("fetchmail", "-f", "fetchmailrc", "--nosyslog", "--idfile", "ids", "--pidfile", "pid");
        return text(mbox);
    }

    static String getmail(Path scratch, Server server, Account account) throws Exception {
        Path mbox = Files.createFile(scratch.resolve("mbox"));
        privateFile(scratch.resolve("password"), account.password() + "\n");
        privateFile(
                scratch.resolve("rc"),
                "[retriever]\ntype = SimplePOP3SSLRetriever\nserver = " + server.host() + "\nport = " + server.port()
                        + "\nusername = " + account.user() + "\npassword_command = (\"cat\", \"password\")\nca_certs = "
                        + server.certificate() + "\ntimeout = 300\n"
                        + "[destination]\ntype = MDA_external\npath = /bin/sh\narguments = (\"-c\", \"cat >>" + mbox
                        + "\")\nallow_root_commands = true\n"
                        + "[options]\ndelete = true\ndelivered_to = false\nreceived = false\n");
        RealClient.in(scratch).attempt("getmail", "--getmaildir", scratch.toString(), "--rcfile", "rc");
        return text(mbox);
    }

    /** Net::POP of Ruby's standard library. */
    static String ruby(Path scratch, Server server, Account account) throws Exception {
        Path mbox = Files.createFile(scratch.resolve("mbox"));
        privateFile(scratch.resolve("password"), account.password());
        Files.writeString(
                scratch.resolve("fetch.rb"),
                """
                require "net/pop"
                host, port, ca, user = ARGV
                Net::POP3.enable_ssl(OpenSSL::SSL::VERIFY_PEER, ca)
                Net::POP3.start(host, port.to_i, user, File.read("password")) do |pop|
                  pop.each_mail do |mail|
                    File.binwrite("mbox", mail.pop, mode: "ab")
                    mail.delete
                  end
                end
                """);
        RealClient.in(scratch)
                .attempt(
                        "ruby",
                        "fetch.rb",
                        server.host(),
                        Integer.toString(server.port()),
                        server.certificate(),
                        account.user());
        return text(mbox);
    }

    static String snail(Path scratch, Server server, Account account, String protocol) throws Exception {
        Path mbox = scratch.resolve("mbox");
        privateFile(
                scratch.resolve("mailrc"),
                "set v15-compat tls-ca-no-defaults tls-verify=strict\n"
                        + (protocol.equals("pop3") ? "set pop3-use-starttls\n" : "") + "set tls-ca-file="
                        + server.certificate() + "\nset password=\"" + account.password() + "\"\n");
        String url = protocol + "://" + account.user().replace("@", "%40") + "@" + server.host() + ":" + server.port();
        RealClient.in(scratch)
                .with(Map.of("MAILRC", "mailrc"))
                .attempt("sh", "-c", "printf 'copy * mbox\\ndelete *\\nquit\\n' | s-nail -# -:u -f '" + url + "'");
        return Files.exists(mbox) ? text(mbox) : "";
    }

    /**
     * NeoMutt asks a person about a certificate that it does not trust. Nobody answers here, and {@code timeout} ends it: in the foreground, since a
     * shell that stays beside it would leave NeoMutt without the terminal, stopped for ever.
     */
    static String neomutt(Path scratch, Server server, Account account, String protocol) throws Exception {
        Path mbox = Files.createFile(scratch.resolve("mbox"));
        privateFile(
                scratch.resolve("neomuttrc"),
                "set pop_host=\"" + protocol + "://" + account.user() + "@" + server.host() + ":" + server.port()
                        + "\"\nset pop_pass=\"" + account.password() + "\"\nset pop_delete=yes confirm_create=no\n"
                        + "set ssl_starttls=yes ssl_force_tls=yes ssl_ca_certificates_file=\"" + server.certificate()
                        + "\"\nset spool_file=\"" + mbox + "\" mbox_type=mbox folder=\"" + scratch + "\"\n");
        RealClient.in(scratch)
                .with(Map.of("TERM", "xterm", "HOME", scratch.toString()))
                .attempt(
                        "script",
                        "-qec",
                        "timeout --foreground 120 neomutt -n -F neomuttrc -f " + mbox
                                + " -e 'push <fetch-mail><exit>y'",
                        "/dev/null");
        return text(mbox);
    }

    private static void privateFile(Path file, String content) throws Exception {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String text(Path mbox) throws Exception {
        return Files.readString(mbox, ISO_8859_1).replace("\r\n", "\n");
    }
}
