// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** James's own servers, which know no lock, and whether anything takes mail. The embedded server has none of them. */
final class ServersCheck {
    private static final String OURS = "digipoort";

    private final James james;
    private final ConfigurationFiles files;
    private final Variables variables;
    private final Findings findings;

    ServersCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.variables = new Variables(files);
        this.findings = findings;
    }

    void run() {
        contradicting(ServerEdits.SMTP, "smtpserver");
        contradicting(ServerEdits.LMTP, "lmtpserver");
        boolean taken = isOn(ServerEdits.SMTP, OURS) || isOn(ServerEdits.LMTP, OURS);
        if (!taken && (james.isEmbedded() || !isOn(ServerEdits.SMTP, "smtpserver"))) {
            findings.add(ServerEdits.SMTP, 0, "nothing takes mail", "<digipoort enabled=\"true\">");
        }
        if (!james.isEmbedded()) {
            others();
        }
        users();
    }

    private void others() {
        if (files.xml(ServerEdits.SMTP).flatMap(root -> root.find(OURS)).isEmpty()) {
            running(ServerEdits.SMTP, "smtpserver").ifPresent(this::smtpOfJames);
        }
        running(ServerEdits.LMTP, "lmtpserver")
                .ifPresent(server -> findings.add(
                        ServerEdits.LMTP,
                        server.line(),
                        "James's own LMTP server puts mail into a maildrop while a session has it",
                        "<digipoort enabled=\"true\"> instead"));
        running(ServerEdits.IMAP, "imapserver")
                .ifPresent(server -> findings.add(
                        ServerEdits.IMAP, server.line(), "IMAP is on, which knows no lock", "enabled=\"false\""));
        PropertiesText jmap = files.properties("jmap.properties");
        if (files.text("jmap.properties").isPresent()
                && !variables.isOff(jmap.value("enabled").orElse(""))) {
            findings.add("jmap.properties", jmap.line("enabled"), "JMAP is on, which knows no lock", "enabled=false");
        }
    }

    /** Allowed, because of its filters, where mail then goes through our mailet. */
    private void smtpOfJames(XmlElement server) {
        boolean delivered = files.xml(MailetEdits.MAILETS).stream()
                .flatMap(XmlElement::everything)
                .anyMatch(element -> MailetEdits.isOfClass(element, Names.DELIVER));
        if (!delivered) {
            findings.add(
                    ServerEdits.SMTP,
                    server.line(),
                    "James's own SMTP server takes mail, and no mailet of ours delivers it",
                    "<digipoort enabled=\"true\"> instead, or our mailets");
        }
    }

    private void contradicting(String file, String other) {
        Optional<XmlElement> root = files.xml(file);
        List<XmlElement> ours = root.map(servers -> servers.children(OURS)).orElse(List.of());
        if (!ours.isEmpty()) {
            root.get().children(other).stream()
                    .filter(element -> element.isEnabled(variables))
                    .forEach(element -> findings.add(
                            file,
                            element.line(),
                            "<" + other + "> beside <digipoort> stops the start",
                            "<digipoort> alone"));
        }
    }

    private Optional<XmlElement> running(String file, String name) {
        List<XmlElement> on = files.xml(file).map(root -> root.children(name)).orElse(List.of()).stream()
                .filter(element -> element.isEnabled(variables))
                .collect(Collectors.toUnmodifiableList());
        return on.stream().findFirst();
    }

    private boolean isOn(String file, String element) {
        return running(file, element).isPresent();
    }

    private void users() {
        Optional<XmlElement> root = files.xml("usersrepository.xml");
        if (root.isEmpty()) {
            return;
        }
        Optional<XmlElement> virtual = root.get().find("enableVirtualHosting");
        if (virtual.filter(one -> one.text().equals("true")).isEmpty()) {
            findings.add(
                    "usersrepository.xml",
                    virtual.map(XmlElement::line).orElse(0),
                    "an account gets the mail for its name in every domain",
                    "<enableVirtualHosting>true</enableVirtualHosting>");
        }
        root.get()
                .find("algorithm")
                .filter(algorithm -> !algorithm.text().startsWith("PBKDF2"))
                .ifPresent(algorithm -> findings.add(
                        "usersrepository.xml",
                        algorithm.line(),
                        "passwords are hashed by " + algorithm.text() + ", which a stolen database gives away",
                        "<algorithm>PBKDF2-SHA512-210000-512</algorithm>"));
    }
}
