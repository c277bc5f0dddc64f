// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Our element in pop3server.xml: that it is alone and on, its realm and host names, its certificates and keys. */
final class Pop3Check {
    private static final String FILE = ServerEdits.POP3;

    private final ConfigurationFiles files;
    private final Findings findings;
    private final Variables variables;
    private final NamedFiles named;
    private final Clock clock;

    Pop3Check(James james, ConfigurationFiles files, Findings findings, Clock clock) {
        this.files = files;
        this.findings = findings;
        this.variables = new Variables(files);
        this.named = new NamedFiles(james, variables, findings);
        this.clock = clock;
    }

    void run() {
        Optional<XmlElement> root = files.xml(FILE);
        List<XmlElement> ours =
                root.map(servers -> servers.children("digipoort")).orElse(List.of());
        if (ours.isEmpty()) {
            findings.add(
                    FILE,
                    0,
                    "there is no element <digipoort>: POP3 is James's own, which knows no lock",
                    "that of the overlay");
            return;
        }
        if (ours.size() > 1) {
            findings.add(FILE, ours.get(1).line(), "<digipoort> is there twice", "one alone");
        }
        root.get().children().stream()
                .filter(element -> !element.name().equals("digipoort"))
                .forEach(element -> findings.add(
                        FILE,
                        element.line(),
                        "<" + element.name() + "> beside <digipoort> stops the start",
                        "<digipoort> alone"));
        server(ours.get(0));
    }

    private void server(XmlElement server) {
        if (!server.isEnabled(variables)) {
            findings.add(FILE, server.line(), "the POP3 server is off", "enabled=\"true\"");
        }
        Optional<XmlElement> authentication = server.find("authentication");
        int line = authentication.map(XmlElement::line).orElse(server.line());
        single(authentication, "realm", line);
        List<String> hosts = authentication.flatMap(one -> one.find("hostNames")).stream()
                .flatMap(names -> names.children("hostName").stream())
                .map(XmlElement::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toUnmodifiableList());
        if (hosts.isEmpty()) {
            findings.add(FILE, line, "no <hostName>: DIGEST-MD5 is refused", "the name that clients connect to");
        }
        authentication
                .flatMap(one -> one.find("credentialKey"))
                .ifPresentOrElse(
                        key -> named.key(key, "the records of DIGEST-MD5 cannot be opened"),
                        () -> findings.add(
                                FILE,
                                line,
                                "no <credentialKey>",
                                "<credentialKey>file://conf/digipoort-credential.key</credentialKey>"));
        server.find("audit", "key")
                .filter(key -> !key.text().equals("none"))
                .ifPresent(key -> named.key(key, "the audit trail cannot be signed"));
        server.find("tls")
                .ifPresentOrElse(
                        tls -> new CertificateCheck(named, findings, clock).run(tls, hosts),
                        () -> findings.add(FILE, server.line(), "no <tls>: nobody can log in", "that of the overlay"));
    }

    private void single(Optional<XmlElement> parent, String name, int line) {
        List<XmlElement> found = parent.map(one -> one.children(name)).orElse(List.of());
        if (found.isEmpty() || found.get(0).text().isEmpty()) {
            findings.add(FILE, line, "no <" + name + ">", "<" + name + "> with the domain of the accounts");
        } else if (found.size() > 1) {
            findings.add(FILE, found.get(1).line(), "<" + name + "> is there twice", "one alone");
        }
    }
}
