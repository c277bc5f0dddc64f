// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How James's queue delivers, and whether the repositories that it names are of this James. */
final class MailetCheck {
    private static final String FILE = MailetEdits.MAILETS;
    private static final List<String> WITHOUT_LOCK = List.of("LocalDelivery", "ToRecipientFolder", "ToSenderFolder");
    private static final Map<String, String> REPOSITORY_JARS = Map.of(
            "jpa", "james-server-data-jpa",
            "cassandra", "james-server-mailrepository-cassandra",
            "postgres", "james-server-data-postgres",
            "memory", "james-server-data-memory",
            "file", "james-server-data-file");

    private final James james;
    private final ConfigurationFiles files;
    private final Variables variables;
    private final Findings findings;

    MailetCheck(James james, ConfigurationFiles files, Findings findings) {
        this.james = james;
        this.files = files;
        this.variables = new Variables(files);
        this.findings = findings;
    }

    void run() {
        Optional<XmlElement> root = files.xml(FILE);
        if (root.isEmpty()) {
            findings.add(FILE, 0, "the file is not there", "James's sample, with our mailets");
            return;
        }
        List<XmlElement> mailets = root.get()
                .everything()
                .filter(element -> element.name().equals("mailet"))
                .collect(Collectors.toUnmodifiableList());
        for (XmlElement mailet : mailets) {
            WITHOUT_LOCK.stream()
                    .filter(name -> MailetEdits.isOfClass(mailet, name))
                    .forEach(name -> findings.add(
                            FILE,
                            mailet.line(),
                            name + " puts mail into a maildrop while a session has it",
                            "class=\"" + Names.DELIVER + "\""));
        }
        ours(mailets);
        for (XmlElement writer : new MailetEdits(files).earlyWriters()) {
            findings.add(
                    FILE,
                    writer.line(),
                    writer.attribute("class") + " writes the header anew, and octets above 127 in it are lost",
                    "the delivery before it");
        }
        if (processor(root.get(), "too-large").isEmpty()) {
            findings.add(FILE, 0, "no processor too-large, for mail above a limit", "that of conf/mailetcontainer.xml");
        }
        repositories(root.get());
    }

    private void ours(List<XmlElement> mailets) {
        if (mailets.stream().noneMatch(mailet -> MailetEdits.isOfClass(mailet, Names.DELIVER))) {
            findings.add(
                    FILE, 0, "no mailet of ours delivers the mail of James's queue", "class=\"" + Names.DELIVER + "\"");
        }
        for (String state : List.of("root", "transport")) {
            Optional<XmlElement> processor = files.xml(FILE).flatMap(root -> processor(root, state));
            List<XmlElement> there =
                    processor.map(one -> one.children("mailet")).orElse(List.of());
            if (there.isEmpty() || !MailetEdits.isOfClass(there.get(0), Names.INTAKE)) {
                findings.add(
                        FILE,
                        processor.map(XmlElement::line).orElse(0),
                        "mail of processor " + state + " does not wait while the database is unavailable",
                        "first of all, match=\"All\" class=\"" + Names.INTAKE + "\"");
            }
        }
    }

    private static Optional<XmlElement> processor(XmlElement root, String state) {
        return root.everything()
                .filter(element -> element.name().equals("processor")
                        && element.attribute("state").equals(state))
                .findFirst();
    }

    private void repositories(XmlElement mailets) {
        Optional<XmlElement> store = files.xml(MailetEdits.REPOSITORIES);
        if (store.isEmpty()) {
            findings.add(MailetEdits.REPOSITORIES, 0, "the file is not there", "James's sample");
            return;
        }
        Optional<XmlElement> usual = store.get().find("defaultProtocol");
        if (usual.isEmpty()) {
            findings.add(
                    MailetEdits.REPOSITORIES, 0, "no <defaultProtocol>: James does not start", "one of those below it");
        }
        Set<String> known = store.get()
                .everything()
                .filter(element -> element.name().equals("protocol"))
                .map(XmlElement::text)
                .collect(Collectors.toUnmodifiableSet());
        usual.ifPresent(element -> usable(MailetEdits.REPOSITORIES, element, element.text(), known));
        mailets.everything()
                .filter(element -> List.of("repositoryPath", "errorRepository").contains(element.name()))
                .filter(element -> element.text().contains("://"))
                .forEach(element -> usable(
                        FILE,
                        element,
                        element.text().substring(0, element.text().lastIndexOf("://")),
                        known));
    }

    private void usable(String file, XmlElement element, String written, Set<String> known) {
        String protocol = variables.resolve(written);
        if (!known.contains(protocol)) {
            findings.add(
                    file, element.line(), "no mail repository is " + protocol, "one of " + String.join(", ", known));
        } else if (!james.isEmbedded()
                && REPOSITORY_JARS.containsKey(protocol)
                && !james.has(REPOSITORY_JARS.get(protocol))) {
            findings.add(
                    file,
                    element.line(),
                    "mail repositories are " + protocol + ", which this James has not: it does not start",
                    "what James's sample has, or -Ddigipoort.repositories=… with the overlay");
        }
    }
}
