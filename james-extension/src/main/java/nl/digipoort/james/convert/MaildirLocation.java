// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the Maildir of each account is, and where Dovecot keeps its list: {@code PATTERN[:CONTROL=PATTERN][:INBOX=PATTERN]}. Immutable. */
final class MaildirLocation {
    private final AccountPattern root;
    private final Optional<AccountPattern> inbox;
    private final Optional<AccountPattern> control;

    private MaildirLocation(AccountPattern root, Optional<AccountPattern> inbox, Optional<AccountPattern> control) {
        this.root = root;
        this.inbox = inbox;
        this.control = control;
    }

    /** @param text as Dovecot's {@code mail_location} has it behind {@code maildir:} */
    static MaildirLocation parse(String text) throws ConvertException {
        String[] parts = text.split(":", -1);
        Optional<AccountPattern> inbox = Optional.empty();
        Optional<AccountPattern> control = Optional.empty();
        for (String part : List.of(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            switch (equals < 0 ? part : part.substring(0, equals)) {
                case "CONTROL":
                    control = Optional.of(AccountPattern.parse(value));
                    break;
                case "INBOX":
                    inbox = Optional.of(AccountPattern.parse(value));
                    break;
                case "INDEX":
                case "LAYOUT":
                case "UTF-8":
                case "VOLATILEDIR":
                    // says nothing about the inbox
                    break;
                default:
                    throw new ConvertException("\"" + part + "\" in maildir:" + text + " is not known here");
            }
        }
        return new MaildirLocation(AccountPattern.parse(parts[0]), inbox, control);
    }

    /** The folder of all mailboxes of an account. */
    Path root(ForeignAccount account) throws ConvertException {
        return root.of(account);
    }

    Path inbox(ForeignAccount account) throws ConvertException {
        return inbox.orElse(root).of(account);
    }

    /** The folder that has {@code dovecot-uidlist}, without links; empty if it is not there. */
    Optional<Path> control(ForeignAccount account) throws ConvertException, IOException {
        if (control.isEmpty()) {
            return UserFiles.real(inbox(account));
        }
        Optional<Path> folder = UserFiles.real(control.get().of(account));
        for (String name : new String[] {".INBOX", "INBOX"}) {
            Optional<Path> inner = folder.map(outer -> outer.resolve(name));
            if (inner.isPresent() && UserFiles.isFolder(inner.get())) {
                return inner;
            }
        }
        return folder;
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
