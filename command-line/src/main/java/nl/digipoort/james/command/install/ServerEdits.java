// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.command.line.UsageException;

/** The servers: ours instead of James's POP3, SMTP and LMTP, and no IMAP, which knows no lock. */
final class ServerEdits {
    static final String POP3 = "pop3server.xml";
    static final String SMTP = "smtpserver.xml";
    static final String LMTP = "lmtpserver.xml";
    static final String IMAP = "imapserver.xml";
    private static final String OURS = "digipoort";
    private static final Pattern ADDRESS = Pattern.compile("\\s*(\\S+):(?:\\d+|\\$\\{[^}]*\\})\\s*");

    private final ConfigurationFiles files;
    private final Target target;
    private final Variables variables;
    private final boolean wasOurs;

    ServerEdits(ConfigurationFiles files, Target target) {
        this.files = files;
        this.target = target;
        this.variables = new Variables(files);
        this.wasOurs = hasOurs(POP3);
    }

    void compute() {
        if (!hasOurs(POP3)) {
            files.put(POP3, pop3());
            ourHostNamesOnly();
        }
        realm();
        hostName();
        if (!hasOurs(SMTP)
                && !keepsSmtp()
                && running(files.xml(SMTP), "smtpserver").isPresent()) {
            files.put(SMTP, withBind(Overlay.text(SMTP), "smtpserver", files.xml(SMTP), "0.0.0.0:25"));
        }
        if (!hasOurs(LMTP) && running(files.xml(LMTP), "lmtpserver").isPresent()) {
            String lmtp = Overlay.text(LMTP).replace("enabled=\"false\"", "enabled=\"true\"");
            files.put(LMTP, withBind(lmtp, "lmtpserver", files.xml(LMTP), "127.0.0.1:24"));
        }
        imapOff();
    }

    /** Once the extension is there, a server of James that is still on was kept on purpose. */
    private boolean keepsSmtp() {
        boolean registered =
                files.properties(Names.EXTENSIONS).words(Names.MODULE_KEY).contains(Names.MODULE);
        return target.has(Choice.KEEP_SMTP) || (registered && !target.has(Choice.REPLACE_SMTP));
    }

    private boolean hasOurs(String file) {
        return files.xml(file).flatMap(root -> root.find(OURS)).isPresent();
    }

    /** James's server that clients use now. One with TLS alone is not it: its port is for another protocol. */
    private Optional<XmlElement> running(Optional<XmlElement> root, String element) {
        return enabled(root, element).filter(server -> !isTlsAlone(server)).findFirst();
    }

    private Stream<XmlElement> enabled(Optional<XmlElement> root, String element) {
        return root.stream()
                .flatMap(servers -> servers.children(element).stream())
                .filter(server -> server.isEnabled(variables));
    }

    private static boolean isTlsAlone(XmlElement server) {
        return server.find("tls")
                .filter(tls -> tls.attribute("socketTLS").equals("true"))
                .isPresent();
    }

    /** Where James has TLS alone, STLS is on the same addresses only, at its own port. */
    private String pop3() {
        Optional<XmlElement> james = files.xml(POP3);
        String text = withBind(Overlay.text(POP3), "pop3server", james, "0.0.0.0:110");
        Optional<String> tls = enabled(james, "pop3server")
                .filter(ServerEdits::isTlsAlone)
                .flatMap(server -> server.find("bind").stream())
                .map(XmlElement::text)
                .findFirst();
        if (tls.isEmpty()) {
            return text;
        }
        TextEdits edits = new TextEdits(text);
        XmlElement ours = XmlText.root("overlay", text).find(OURS).orElseThrow();
        if (running(james, "pop3server").isEmpty()) {
            ours.find("bind").ifPresent(bind -> edits.replace(bind.content(), onPort(tls.get(), "110")));
        }
        ours.find("immediateTls")
                .ifPresent(before ->
                        edits.insertAfter(before, "<implicitTls>\n    <bind>" + tls.get() + "</bind>\n</implicitTls>"));
        return edits.result();
    }

    private static String onPort(String bind, String port) {
        return Arrays.stream(bind.split(","))
                .map(ADDRESS::matcher)
                .map(address -> {
                    if (!address.matches()) {
                        throw new UsageException(POP3 + ": <bind>" + bind + "</bind> is no address:port");
                    }
                    return address.group(1) + ":" + port;
                })
                .collect(Collectors.joining(","));
    }

    private String withBind(String overlay, String element, Optional<XmlElement> james, String usual) {
        Optional<String> bind = running(james, element)
                .flatMap(server -> server.find("bind"))
                .map(XmlElement::text)
                .filter(text -> !text.isEmpty() && !text.equals(usual));
        if (bind.isEmpty()) {
            return overlay;
        }
        TextEdits edits = new TextEdits(overlay);
        XmlText.root("overlay", overlay)
                .find(OURS, "bind")
                .ifPresent(place -> edits.replace(place.content(), bind.get()));
        return edits.result();
    }

    private void ourHostNamesOnly() {
        String text = files.text(POP3).orElseThrow();
        TextEdits edits = new TextEdits(text);
        files.xml(POP3)
                .flatMap(root -> root.find(OURS, "authentication", "hostNames"))
                .ifPresent(names -> names.children().forEach(edits::remove));
        files.put(POP3, edits.result());
    }

    private void realm() {
        String text = files.text(POP3).orElseThrow();
        TextEdits edits = new TextEdits(text);
        XmlElement authentication = authentication();
        Optional<XmlElement> realm = authentication.find("realm");
        if (realm.isPresent()) {
            if (!isOfTarget(realm.get())) {
                edits.replace(realm.get().all(), "<realm>" + target.realm() + "</realm>");
            }
        } else {
            edits.append(authentication, "<realm>" + target.realm() + "</realm>");
        }
        files.put(POP3, edits.result());
    }

    /** @throws UsageException if the records of another realm are not given up on purpose */
    private boolean isOfTarget(XmlElement realm) {
        String found = variables.resolve(realm.text());
        if (wasOurs && !found.isEmpty() && !found.equals(target.realm()) && !target.has(Choice.CHANGE_REALM)) {
            throw new UsageException(POP3 + " has the realm " + found + "; with --realm " + target.realm()
                    + " all records of DIGEST-MD5 are invalid, so that takes --change-realm");
        }
        return found.equals(target.realm());
    }

    private void hostName() {
        TextEdits edits = new TextEdits(files.text(POP3).orElseThrow());
        XmlElement authentication = authentication();
        String line = "<hostName>" + target.host() + "</hostName>";
        Optional<XmlElement> names = authentication.find("hostNames");
        if (names.isEmpty()) {
            edits.append(authentication, "<hostNames>\n    " + line + "\n</hostNames>");
        } else if (names.get().children("hostName").stream()
                .noneMatch(name -> name.text().equalsIgnoreCase(target.host()))) {
            if (names.get().children().isEmpty()) {
                edits.replace(
                        names.get().all(),
                        "<hostNames>\n" + names.get().indent() + "    " + line + "\n"
                                + names.get().indent() + "</hostNames>");
            } else {
                edits.append(names.get(), line);
            }
        }
        files.put(POP3, edits.result());
    }

    private XmlElement authentication() {
        Optional<XmlElement> present = files.xml(POP3).flatMap(root -> root.find(OURS, "authentication"));
        if (present.isEmpty()) {
            XmlElement ours = files.xml(POP3).flatMap(root -> root.find(OURS)).orElseThrow();
            TextEdits edits = new TextEdits(files.text(POP3).orElseThrow());
            edits.append(ours, "<authentication>\n</authentication>");
            files.put(POP3, edits.result());
        }
        return files.xml(POP3)
                .flatMap(root -> root.find(OURS, "authentication"))
                .orElseThrow();
    }

    private void imapOff() {
        Optional<XmlElement> root = files.xml(IMAP);
        if (root.isEmpty()) {
            return;
        }
        TextEdits edits = new TextEdits(files.text(IMAP).orElseThrow());
        List<XmlElement> servers = root.get().children("imapserver");
        for (XmlElement server : servers) {
            Optional<Place> enabled = server.attributePlace("enabled");
            if (enabled.isEmpty()) {
                int behindName = server.all().start() + "<imapserver".length();
                edits.replace(new Place(behindName, behindName), " enabled=\"false\"");
            } else if (server.isEnabled(variables)) {
                edits.replace(enabled.get(), "false");
            }
        }
        files.put(IMAP, edits.result());
    }
}
