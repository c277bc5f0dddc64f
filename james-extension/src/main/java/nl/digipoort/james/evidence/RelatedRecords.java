// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Learns, record by record, which mails, messages in maildrops and sessions belong to what is asked for, and so which records do. Not
 * thread-safe.
 */
final class RelatedRecords {
    private static final int MOST = 100_000;
    private static final Set<String> OF_ALL_SESSION = Set.of("login", "session-ended", "unmarked");

    private final MessageQuery query;
    private final Set<String> mails = new HashSet<>();
    /** A mail and a maildrop. */
    private final Set<String> deliveries = new HashSet<>();
    /** A maildrop and a unique-id. */
    private final Set<String> messages = new HashSet<>();

    private final Set<String> sessions = new HashSet<>();

    RelatedRecords(MessageQuery query) {
        this.query = query;
    }

    void learn(TrailRecord record) {
        if (query.isOfAccountOnly() || !isAboutIt(record)) {
            return;
        }
        String maildrop = record.text("maildrop").orElse("");
        record.text("session").ifPresent(sessions::add);
        record.text("uniqueId").ifPresent(id -> messages.add(pair(maildrop, id)));
        record.text("mail").ifPresent(mail -> {
            mails.add(mail);
            if (record.text("maildrop").isPresent()) {
                deliveries.add(pair(mail, maildrop));
            }
            if (query.isOfAllCopies()) {
                record.texts("recipients").stream()
                        .filter(query::isWanted)
                        .forEach(recipient -> deliveries.add(pair(mail, recipient)));
            }
        });
        if (size() > MOST) {
            throw new WrongArguments("too many records belong to that: name the account too");
        }
    }

    private static String pair(String one, String other) {
        return one + "\n" + other;
    }

    /** How much is known; when it grows no more, everything is. */
    long size() {
        return (long) mails.size() + deliveries.size() + messages.size() + sessions.size();
    }

    boolean belongs(TrailRecord record) {
        boolean ofSession = OF_ALL_SESSION.contains(record.event())
                && record.text("session").filter(sessions::contains).isPresent();
        return ofSession || isAboutIt(record);
    }

    private boolean isAboutIt(TrailRecord record) {
        return query.matches(record) || isOfMail(record) || isOfMessage(record);
    }

    private boolean isOfMail(TrailRecord record) {
        Optional<String> maildrop = record.text("maildrop");
        return record.text("mail")
                .filter(mail ->
                        maildrop.isPresent() ? deliveries.contains(pair(mail, maildrop.get())) : mails.contains(mail))
                .isPresent();
    }

    private boolean isOfMessage(TrailRecord record) {
        String maildrop = record.text("maildrop").orElse("");
        return record.text("uniqueId")
                        .filter(id -> messages.contains(pair(maildrop, id)))
                        .isPresent()
                || record.texts("uniqueIds").stream().anyMatch(id -> messages.contains(pair(maildrop, id)));
    }
}
