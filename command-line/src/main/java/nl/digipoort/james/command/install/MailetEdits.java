// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.command.line.UsageException;

/**
 * Local mail of James's queue goes into maildrops under their lock, before anything writes its header anew. What else James does with mail,
 * and where it keeps what it cannot deliver, stays.
 */
final class MailetEdits {
    static final String MAILETS = "mailetcontainer.xml";
    static final String REPOSITORIES = "mailrepositorystore.xml";
    private static final List<String> HEADS = List.of("root", "transport");

    private final ConfigurationFiles files;

    MailetEdits(ConfigurationFiles files) {
        this.files = files;
    }

    void compute() {
        defaultProtocol();
        if (files.xml(MAILETS).flatMap(root -> root.find("processors")).isEmpty()) {
            return;
        }
        loseNothing();
        HEADS.forEach(this::intake);
        delivery();
        noDeliveredTo();
        headersAfterDelivery();
        tooLarge();
    }

    private void defaultProtocol() {
        Optional<XmlElement> root = files.xml(REPOSITORIES);
        if (root.isEmpty() || root.get().find("defaultProtocol").isPresent()) {
            return;
        }
        Optional<XmlElement> first = root.get()
                .everything()
                .filter(element -> element.name().equals("protocol"))
                .findFirst();
        Optional<XmlElement> repositories = root.get().find("mailrepositories");
        if (first.isPresent() && repositories.isPresent()) {
            TextEdits edits = new TextEdits(files.text(REPOSITORIES).orElseThrow());
            edits.insertBefore(
                    repositories.get(), "<defaultProtocol>" + first.get().text() + "</defaultProtocol>");
            files.put(REPOSITORIES, edits.result());
        }
    }

    private void intake(String state) {
        Optional<XmlElement> processor = processor(state);
        if (processor.isEmpty() || processor.get().children("mailet").isEmpty() || has(processor.get(), Names.INTAKE)) {
            return;
        }
        TextEdits edits = edits();
        edits.insertBefore(
                processor.get().children("mailet").get(0),
                "<!-- Keeps mail in the queue while the database is unavailable. Must be first, in root and in transport. -->\n"
                        + "<mailet match=\"All\" class=\"" + Names.INTAKE + "\">\n"
                        + "    <onMailetException>propagate</onMailetException>\n"
                        + "</mailet>");
        files.put(MAILETS, edits.result());
    }

    /** @throws UsageException if a LocalDelivery has what DeliverToMaildrop cannot do */
    private void loseNothing() {
        processors().stream()
                .flatMap(processor -> processor.children("mailet").stream())
                .filter(mailet -> isOfClass(mailet, "LocalDelivery"))
                .flatMap(mailet -> mailet.children().stream())
                .filter(setting -> !isOfOurs(setting))
                .findFirst()
                .ifPresent(setting -> {
                    throw new UsageException(MAILETS + ":" + setting.line() + ": <" + setting.name()
                            + "> of LocalDelivery would be lost, since DeliverToMaildrop has no such setting and hands"
                            + " no mail on; take it away first");
                });
    }

    private void delivery() {
        TextEdits edits = edits();
        for (XmlElement processor : processors()) {
            processor.children("mailet").stream()
                    .filter(mailet -> isOfClass(mailet, "LocalDelivery"))
                    .forEach(mailet -> deliver(edits, mailet));
        }
        files.put(MAILETS, edits.result());
    }

    /** James's mailet that adds Delivered-To writes the whole header anew; ours delivers without it. */
    private void noDeliveredTo() {
        TextEdits edits = edits();
        earlyWriters().stream()
                .filter(mailet -> isOfClass(mailet, "AddDeliveredToHeader"))
                .forEach(edits::remove);
        files.put(MAILETS, edits.result());
    }

    private static void deliver(TextEdits edits, XmlElement mailet) {
        String matcher = mailet.attribute("match")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
        edits.replace(
                mailet,
                "<!-- Instead of James's LocalDelivery, which knows no lock. -->\n"
                        + "<mailet match=\"" + matcher + "\" class=\"" + Names.DELIVER + "\">\n"
                        + "    <onMatchException>propagate</onMatchException>\n"
                        + "    <onMailetException>propagate</onMailetException>\n"
                        + "</mailet>");
    }

    /** Whether ours does the same without it. */
    private static boolean isOfOurs(XmlElement setting) {
        boolean isUsual = setting.name().equals("consume") && setting.text().equals("true");
        return isUsual
                || setting.name().equals("onMatchException")
                || setting.name().equals("onMailetException");
    }

    /** James requires RemoveMimeHeader in transport; behind the delivery it does as well. */
    private void headersAfterDelivery() {
        Optional<XmlElement> transport = processor("transport");
        List<XmlElement> before = new ArrayList<>();
        for (XmlElement mailet : transport.map(one -> one.children("mailet")).orElse(List.of())) {
            if (delivers(mailet)) {
                if (!before.isEmpty()) {
                    move(before, mailet);
                }
                return;
            }
            if (isOfClass(mailet, "RemoveMimeHeader")) {
                before.add(mailet);
            }
        }
    }

    /** The mailets that write a header anew before the delivery. */
    List<XmlElement> earlyWriters() {
        List<XmlElement> early = new ArrayList<>();
        for (XmlElement processor : processors()) {
            List<XmlElement> writers = new ArrayList<>();
            for (XmlElement mailet : processor.children("mailet")) {
                if (isOfClass(mailet, "RemoveMimeHeader") || isOfClass(mailet, "AddDeliveredToHeader")) {
                    writers.add(mailet);
                } else if (delivers(mailet)) {
                    early.addAll(writers);
                    writers.clear();
                }
            }
        }
        return early;
    }

    private void move(List<XmlElement> mailets, XmlElement behind) {
        String text = files.text(MAILETS).orElseThrow();
        TextEdits edits = new TextEdits(text);
        for (XmlElement mailet : mailets) {
            edits.remove(mailet);
            int end = behind.all().end();
            edits.replace(
                    new Place(end, end), "\n" + mailet.indent() + mailet.all().of(text));
        }
        files.put(MAILETS, edits.result());
    }

    /** Whether it is our mailet, or leads to the processor that has it. */
    private boolean delivers(XmlElement mailet) {
        Optional<XmlElement> next = isOfClass(mailet, "ToProcessor")
                ? mailet.find("processor").flatMap(name -> processor(name.text()))
                : Optional.empty();
        return isOfClass(mailet, Names.DELIVER)
                || next.filter(processor -> has(processor, Names.DELIVER)).isPresent();
    }

    private void tooLarge() {
        if (processor("too-large").isPresent()) {
            return;
        }
        TextEdits edits = edits();
        edits.append(
                files.xml(MAILETS).flatMap(root -> root.find("processors")).orElseThrow(),
                "<!-- Mail above the largestMessage limit of some recipients; it has only those recipients here. -->\n"
                        + "<processor state=\"too-large\" enableJmx=\"true\">\n"
                        + "    <mailet match=\"All\" class=\"DSNBounce\">\n"
                        + "        <passThrough>true</passThrough>\n"
                        + "        <attachment>heads</attachment>\n"
                        + "    </mailet>\n"
                        + "    <mailet match=\"All\" class=\"ToRepository\">\n"
                        + "        <repositoryPath>" + protocol() + "://var/mail/too-large</repositoryPath>\n"
                        + "        <onMailetException>propagate</onMailetException>\n"
                        + "    </mailet>\n"
                        + "</processor>");
        files.put(MAILETS, edits.result());
    }

    /** The one in which this James keeps its failed mail. */
    private String protocol() {
        Optional<String> ofErrors = files.xml(MAILETS)
                .flatMap(root -> root.find("spooler", "errorRepository"))
                .map(XmlElement::text)
                .filter(text -> text.contains("://"))
                .map(text -> text.substring(0, text.indexOf("://")));
        return ofErrors.or(() -> files.xml(REPOSITORIES)
                        .flatMap(root -> root.find("defaultProtocol"))
                        .map(XmlElement::text))
                .orElse("memory");
    }

    private TextEdits edits() {
        return new TextEdits(files.text(MAILETS).orElseThrow());
    }

    private List<XmlElement> processors() {
        return files.xml(MAILETS)
                .flatMap(root -> root.find("processors"))
                .map(processors -> processors.children("processor"))
                .orElse(List.of());
    }

    private Optional<XmlElement> processor(String state) {
        return processors().stream()
                .filter(processor -> processor.attribute("state").equals(state))
                .findFirst();
    }

    private static boolean has(XmlElement processor, String mailet) {
        return processor.children("mailet").stream().anyMatch(one -> isOfClass(one, mailet));
    }

    /** James lets its own mailets go without their package. */
    static boolean isOfClass(XmlElement mailet, String name) {
        String found = mailet.attribute("class");
        return found.equals(name) || (!name.contains(".") && found.endsWith("." + name));
    }
}
