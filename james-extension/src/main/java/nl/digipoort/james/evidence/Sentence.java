// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Optional;

/** What a record says in plain English, and what it proves. Immutable. */
final class Sentence {
    private final String says;
    private final Optional<String> proves;

    private Sentence(String says, Optional<String> proves) {
        this.says = says;
        this.proves = proves;
    }

    String says() {
        return says;
    }

    Optional<String> proves() {
        return proves;
    }

    static Sentence of(TrailRecord record) {
        switch (record.event()) {
            case "arrival-begun":
                return arrivalBegun(record);
            case "arrival-ended":
                return arrivalEnded(record);
            case "brought-in":
                return broughtIn(record);
            case "login":
                return login(record);
            case "retrieval-begun":
                return of(
                        text(record, "command") + " of " + text(record, "uniqueId") + " in " + text(record, "maildrop")
                                + " began: " + record.number("size") + " octets",
                        "nothing of it had left the server before. If no end follows, it may have been sent or not.");
            case "retrieval-ended":
                return retrievalEnded(record);
            case "marked":
                return of(
                        "DELE of " + text(record, "uniqueId") + " in " + text(record, "maildrop"),
                        "the client asked for the deletion, which is its word that it has the message. Nothing is removed yet.");
            case "unmarked":
                return of(
                        "RSET: " + record.number("messages") + " marks are taken away", "nothing of them was deleted.");
            case "deletion-begun":
                return of(
                        "QUIT: " + record.number("messages") + " messages of " + text(record, "maildrop")
                                + " are to be deleted",
                        "nothing was removed before. If no end follows, each of them may be deleted or not.");
            case "deletion-ended":
            case "expiration-ended":
                return deletionEnded(record);
            case "expiration-begun":
                return of(
                        "Messages of " + text(record, "maildrop") + " are to be removed by " + text(record, "limits"),
                        "nothing was removed before. If no end follows, each of them may be removed or not.");
            case "session-ended":
                return of(
                        "The session ended (" + text(record, "outcome") + "): " + record.number("retrieved")
                                + " messages sent whole, " + record.number("deleted") + " deleted",
                        "the maildrop is free again.");
            default:
                return other(record);
        }
    }

    private static Sentence arrivalBegun(TrailRecord record) {
        String from = record.text("address")
                .map(address -> " from " + address + tls(record))
                .orElse(" out of James's queue");
        return of(
                "Mail " + text(record, "mail") + " arrived" + from + ", sender <"
                        + record.text("sender").orElse("") + ">, for " + String.join(", ", record.texts("recipients"))
                        + ": " + record.number("size") + " octets" + messageId(record)
                        + digest(record, "dataSha256", " of DATA"),
                "all octets of it had reached this server. Nothing is stored or accepted yet.");
    }

    private static Sentence broughtIn(TrailRecord record) {
        String what = "Held mail " + record.number("held");
        return record.has("outcome", "repeated")
                ? of(
                        what + " was in maildrop " + text(record, "maildrop") + " already",
                        "it was not put in a second time.")
                : of(
                        what + " came into maildrop " + text(record, "maildrop") + " as " + text(record, "uniqueId")
                                + digest(record, "sha256", ""),
                        "from now on a client can fetch it.");
    }

    private static Sentence arrivalEnded(TrailRecord record) {
        String maildrop = text(record, "maildrop");
        String what = ", " + record.number("size") + " octets" + messageId(record) + digest(record, "sha256", " of it");
        switch (text(record, "outcome")) {
            case "delivered":
                return of(
                        "Mail " + text(record, "mail") + " is in maildrop " + maildrop + " as "
                                + text(record, "uniqueId") + what,
                        "the database had it before the sender was told 250. From now on a client can fetch it.");
            case "held":
                return of(
                        "Mail " + text(record, "mail") + " is held for maildrop " + maildrop + " as number "
                                + record.number("held") + what,
                        "the database had it before the sender was told 250. No client can fetch it yet.");
            case "repeated":
                return of(
                        "Mail " + text(record, "mail") + " was there already in maildrop " + maildrop,
                        "it was not stored a second time.");
            default:
                return of(
                        "Mail " + text(record, "mail") + " is not known to be stored (" + text(record, "outcome") + ")",
                        "the sender was not told 250 for it.");
        }
    }

    private static Sentence login(TrailRecord record) {
        String who = text(record, "user") + " from " + text(record, "address") + tls(record) + " by "
                + text(record, "mechanism");
        return record.has("outcome", "OK")
                ? of(
                        "Login of " + who + ", session " + text(record, "session"),
                        "who it was had the account's password or certificate, and the maildrop alone until the session ended.")
                : of(
                        "Login of " + who + " was refused (" + text(record, "outcome") + ")",
                        "nothing could be fetched by it.");
    }

    private static Sentence retrievalEnded(TrailRecord record) {
        String what = text(record, "command") + " of " + text(record, "uniqueId") + " in " + text(record, "maildrop");
        return record.has("outcome", "complete")
                ? of(
                        what + " is complete: " + record.number("octets") + " octets" + messageId(record)
                                + digest(record, "sha256", ""),
                        "all octets and the end of the answer had left this server for " + text(record, "address")
                                + ". Not that the client has stored them.")
                : of(
                        what + " was cut off after " + record.number("octets") + " octets at least",
                        "the client cannot have the whole message from this retrieval.");
    }

    private static Sentence deletionEnded(TrailRecord record) {
        String what = text(record, "uniqueId") + " of " + text(record, "maildrop");
        switch (text(record, "outcome")) {
            case "deleted":
                return of("Deleted: " + what, "nobody can fetch it from the maildrop any more.");
            case "kept":
                return of("Kept: " + what, "it is in the maildrop as before.");
            default:
                return of(
                        "Unknown: " + what,
                        "the database failed: it may be deleted or not. The next session shows it.");
        }
    }

    private static Sentence other(TrailRecord record) {
        StringBuilder says = new StringBuilder(record.event());
        record.described()
                .forEach((name, value) ->
                        says.append(' ').append(name).append('=').append(value));
        return new Sentence(says.toString(), Optional.empty());
    }

    private static Sentence of(String says, String proves) {
        return new Sentence(says, Optional.of(proves));
    }

    private static String text(TrailRecord record, String field) {
        return record.text(field).orElse("?");
    }

    private static String tls(TrailRecord record) {
        return record.text("tls").map(version -> " under " + version).orElse(" without TLS");
    }

    private static String messageId(TrailRecord record) {
        return record.text("messageId").map(id -> ", Message-ID " + id).orElse("");
    }

    private static String digest(TrailRecord record, String field, String ofWhat) {
        return record.text(field).map(hash -> ", SHA-256" + ofWhat + " " + hash).orElse("");
    }
}
