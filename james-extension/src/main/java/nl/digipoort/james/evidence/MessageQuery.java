// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an auditor asks for. Immutable. */
final class MessageQuery {
    static final String MESSAGE_ID = "--message-id";
    static final String DIGEST = "--digest";
    static final String UNIQUE_ID = "--unique-id";
    static final String ACCOUNT = "--account";
    static final Set<String> OPTIONS = Set.of(MESSAGE_ID, DIGEST, UNIQUE_ID, ACCOUNT);

    private final Optional<String> messageId;
    private final Optional<String> digest;
    private final Optional<String> uniqueId;
    private final Optional<String> account;

    private MessageQuery(
            Optional<String> messageId, Optional<String> digest, Optional<String> uniqueId, Optional<String> account) {
        this.messageId = messageId;
        this.digest = digest;
        this.uniqueId = uniqueId;
        this.account = account;
    }

    static MessageQuery from(Arguments arguments) {
        MessageQuery query = new MessageQuery(
                arguments.text(MESSAGE_ID),
                arguments.text(DIGEST).map(text -> text.toLowerCase(Locale.ROOT)),
                arguments.text(UNIQUE_ID),
                arguments.text(ACCOUNT));
        long kinds = Set.of(MESSAGE_ID, DIGEST, UNIQUE_ID).stream()
                .filter(arguments::has)
                .count();
        if (kinds > 1) {
            throw new WrongArguments(
                    "only one of " + MESSAGE_ID + ", " + DIGEST + " and " + UNIQUE_ID + " can be asked for");
        }
        if (kinds == 0 && query.account.isEmpty()) {
            throw new WrongArguments("show needs " + MESSAGE_ID + " ID, " + DIGEST + " HEX, " + UNIQUE_ID + " ID or "
                    + ACCOUNT + " NAME");
        }
        if (query.digest.filter(text -> !Octets.isSha256(text)).isPresent()) {
            throw new WrongArguments("option " + DIGEST + " is no SHA-256: 64 hexadecimal digits");
        }
        return query;
    }

    /** Whether everything of the account is asked for, not of a message. */
    boolean isOfAccountOnly() {
        return messageId.isEmpty() && digest.isEmpty() && uniqueId.isEmpty();
    }

    /** Whether the record is about what is asked for, by itself. */
    boolean matches(TrailRecord record) {
        if (!isOfAccount(record)) {
            return false;
        }
        return isOfAccountOnly()
                || messageId.filter(id -> isMessageId(record, id)).isPresent()
                || digest.filter(hash -> record.has("sha256", hash) || record.has("dataSha256", hash))
                        .isPresent()
                || uniqueId.filter(id -> record.has("uniqueId", id)
                                || record.texts("uniqueIds").contains(id))
                        .isPresent();
    }

    private static boolean isMessageId(TrailRecord record, String id) {
        return record.has("messageId", id) || record.has("messageId", "<" + id + ">");
    }

    private boolean isOfAccount(TrailRecord record) {
        return account.map(name -> isWanted(record.text("maildrop").orElse(""))
                        || record.text("user").filter(name::equalsIgnoreCase).isPresent()
                        || record.texts("recipients").stream().anyMatch(this::isWanted))
                .orElse(true);
    }

    /** Whether the maildrop may be shown. */
    boolean isWanted(String maildrop) {
        return account.map(name -> name.equalsIgnoreCase(maildrop)).orElse(true);
    }

    /** Whether copies of one mail in other maildrops are shown too. */
    boolean isOfAllCopies() {
        return uniqueId.isEmpty();
    }
}
