// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.PropertiesProvider;

/** James's own servers that reach maildrops without their lock, and its accounts and database, as far as guarantees rest on them. */
public final class JamesServers {
    private static final String OURS = "digipoort";
    private static final String SMTP = "org.apache.james.smtpserver.netty.SMTPServerFactory";
    private static final String LMTP = "org.apache.james.lmtpserver.netty.LMTPServerFactory";
    private static final String IMAP = "org.apache.james.imapserver.netty.IMAPServerFactory";
    private static final String JMAP = "org.apache.james.jmap.JMAPServer";

    private final List<Finding> findings = new ArrayList<>();

    private JamesServers() {}

    /** @param has whether James has the class of that name: it starts no server that it does not contain */
    public static JamesServers from(ConfigurationProvider xml, PropertiesProvider properties, Predicate<String> has)
            throws ConfigurationException {
        JamesServers servers = new JamesServers();
        servers.smtp(xml.getConfiguration("smtpserver"), xml.getConfiguration("lmtpserver"), has.test(SMTP));
        if (has.test(LMTP)) {
            servers.lmtp(xml.getConfiguration("lmtpserver"));
        }
        if (has.test(IMAP)) {
            servers.imap(xml.getConfiguration("imapserver"));
        }
        if (has.test(JMAP)) {
            servers.jmap(read(properties, "jmap"));
        }
        servers.accounts(xml.getConfiguration("usersrepository"));
        servers.database(read(properties, "james-database"));
        return servers;
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    private static Optional<Configuration> read(PropertiesProvider properties, String file)
            throws ConfigurationException {
        try {
            return Optional.of(properties.getConfiguration(file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(HierarchicalConfiguration<ImmutableNode> file, String element) {
        return file.configurationsAt(element).stream().anyMatch(server -> server.getBoolean("[@enabled]", true));
    }

    private void smtp(
            HierarchicalConfiguration<ImmutableNode> smtp,
            HierarchicalConfiguration<ImmutableNode> lmtp,
            boolean jamesHasOne) {
        if (jamesHasOne && runs(smtp, "smtpserver")) {
            findings.add(Finding.weakening(
                    "smtpserver.xml",
                    "<smtpserver> is James's own SMTP server: mail goes through a queue, which may change octets and order",
                    "replace it by <digipoort enabled=\"true\">"));
        } else if (!runs(smtp, OURS) && !runs(lmtp, OURS)) {
            findings.add(
                    Finding.weakening("smtpserver.xml", "nothing receives mail", "write <digipoort enabled=\"true\">"));
        }
    }

    private void lmtp(HierarchicalConfiguration<ImmutableNode> file) {
        if (runs(file, "lmtpserver")) {
            findings.add(Finding.breaking(
                    "lmtpserver.xml",
                    "<lmtpserver> is James's own LMTP server, which puts mail into a maildrop while a session has it",
                    "replace it by <digipoort enabled=\"true\">"));
        }
    }

    private void imap(HierarchicalConfiguration<ImmutableNode> file) {
        if (runs(file, "imapserver")) {
            findings.add(withoutLock("imapserver.xml", "IMAP", "write <imapserver enabled=\"false\"/> alone"));
        }
    }

    private void jmap(Optional<Configuration> file) {
        if (file.filter(jmap -> jmap.getBoolean("enabled", true)).isPresent()) {
            findings.add(withoutLock("jmap.properties", "JMAP", "write enabled=false"));
        }
    }

    private static Finding withoutLock(String file, String protocol, String remedy) {
        return Finding.weakening(
                file,
                protocol + " is on: it reads, adds and removes messages of a maildrop while a session has it",
                remedy);
    }

    private void accounts(HierarchicalConfiguration<ImmutableNode> file) {
        if (!file.getBoolean("enableVirtualHosting", false)) {
            findings.add(Finding.weakening(
                    "usersrepository.xml",
                    "<enableVirtualHosting> is not true: an account gets the mail for its name in every domain",
                    "write <enableVirtualHosting>true</enableVirtualHosting>"));
        }
        String algorithm = file.getString("algorithm", "PBKDF2");
        if (!algorithm.startsWith("PBKDF2")) {
            findings.add(Finding.weakening(
                    "usersrepository.xml",
                    "<algorithm> is " + algorithm + ", which a stolen database gives away",
                    "write <algorithm>PBKDF2-SHA512-210000-512</algorithm>"));
        }
    }

    private void database(Optional<Configuration> file) {
        String url =
                file.map(database -> database.getString("database.url", "")).orElse("");
        if (url.startsWith("jdbc:hsqldb:file:") && !url.contains(";hsqldb.write_delay=false")) {
            findings.add(Finding.breaking(
                    "james-database.properties",
                    "database.url lacks hsqldb.write_delay=false: a crash loses accepted mail",
                    "append ;hsqldb.write_delay=false"));
        }
    }
}
