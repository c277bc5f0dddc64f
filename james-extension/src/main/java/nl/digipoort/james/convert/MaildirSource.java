// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maildirs of a Dovecot or a Courier, read without it. Not thread-safe. */
final class MaildirSource implements MailSource {
    private static final String DOVECOT_LIST = "dovecot-uidlist";
    private static final String COURIER_LIST = "courierpop3dsizelist";

    private final MaildirLocation location;
    private final UidlFormat format;
    private final Clock clock;
    private final Unlisted unlisted;
    private final Map<ForeignAccount, String> fingerprints = new LinkedHashMap<>();

    /** What becomes of mail without a list. */
    private enum Unlisted {
        REFUSED,
        NUMBERED
    }

    /** @param format of Dovecot's unique-ids */
    MaildirSource(MaildirLocation location, UidlFormat format, Clock clock) {
        this(location, format, clock, Unlisted.REFUSED);
    }

    private MaildirSource(MaildirLocation location, UidlFormat format, Clock clock, Unlisted unlisted) {
        this.location = location;
        this.format = format;
        this.clock = clock;
        this.unlisted = unlisted;
    }

    /** The same that takes Maildirs without a list too, whose messages get unique-ids that no server has given them. */
    MaildirSource withNewUniqueIds() {
        return new MaildirSource(location, format, clock, Unlisted.NUMBERED);
    }

    @Override
    public Optional<ForeignMaildrop> find(ForeignAccount account) throws ConvertException, IOException {
        Optional<Path> place = UserFiles.real(location.inbox(account));
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Path inbox = place.get();
        if (!Maildir.isMaildir(inbox)) {
            throw new ConvertException(inbox + " is no Maildir: it has no folder \"cur\"");
        }
        // the list first: a message that comes meanwhile is a new one, and none is taken for another
        Optional<UniqueIdList> list = list(account, inbox);
        Maildir maildir = Maildir.read(inbox);
        boolean isNew = list.isEmpty() && !maildir.files().isEmpty();
        if (isNew && unlisted == Unlisted.REFUSED) {
            throw new ConvertException(inbox + " has mail, and no " + DOVECOT_LIST + " and no " + COURIER_LIST
                    + ": clients may know it by other unique-ids. Take pop3://, or --new-unique-ids if no client does");
        }
        Instant now = clock.instant();
        fingerprints.put(account, maildir.fingerprint());
        return Optional.of(new MaildirMaildrop(
                maildir,
                list.orElseGet(() -> DovecotUidList.unlisted(format, now.getEpochSecond())),
                isNew ? ", with new unique-ids" : "",
                now));
    }

    private Optional<UniqueIdList> list(ForeignAccount account, Path inbox) throws ConvertException, IOException {
        Optional<Path> dovecot = location.control(account).map(folder -> folder.resolve(DOVECOT_LIST));
        if (dovecot.isPresent() && UserFiles.isFile(dovecot.get())) {
            return Optional.of(DovecotUidList.read(dovecot.get(), format));
        }
        Path courier = inbox.resolve(COURIER_LIST);
        return UserFiles.isFile(courier) ? Optional.of(CourierSizesList.read(courier)) : Optional.empty();
    }

    @Override
    public List<String> leftBehind() {
        List<String> lines = new ArrayList<>();
        for (ForeignAccount account : fingerprints.keySet()) {
            try {
                describe(account, lines);
            } catch (ConvertException | IOException e) {
                lines.add("the maildrop of " + account + " cannot be read any more: " + e.getMessage());
            }
        }
        return lines;
    }

    private void describe(ForeignAccount account, List<String> lines) throws ConvertException, IOException {
        Path inbox = location.inbox(account).toRealPath();
        if (!Maildir.read(inbox).fingerprint().equals(fingerprints.get(account))) {
            lines.add("the maildrop of " + account
                    + " was changed after it was read: stop the old server, and convert again");
        }
        Optional<Path> place = UserFiles.real(location.root(account));
        if (place.isEmpty()) {
            return;
        }
        Path root = place.get();
        for (Path folder : Maildir.below(root)) {
            int messages = Maildir.read(folder).files().size();
            if (messages > 0 && !folder.equals(inbox)) {
                lines.add("folder " + Printable.of(root.relativize(folder).toString()) + " of " + account + ": "
                        + messages + " messages");
            }
        }
    }
}
