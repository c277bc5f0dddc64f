// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Optional;

/** A record that signs its chain up to itself. Immutable. */
final class Checkpoint {
    static final String EVENT = "checkpoint";
    private static final String SIGNATURE = ",\"signature\":";

    private final PublicKey key;
    private final Optional<PublicKey> next;

    private Checkpoint(PublicKey key, Optional<PublicKey> next) {
        this.key = key;
        this.next = next;
    }

    /** Whether the record has anything of a signature; with {@code audit/key} {@code none} a checkpoint has nothing of one. */
    static boolean isToBeSigned(TrailRecord record) {
        return record.has("key") || record.has("publicKey") || record.has("signature");
    }

    /** Empty if the record is no checkpoint whose signature fits. */
    static Optional<Checkpoint> of(Line line, TrailRecord record) {
        Optional<PublicKey> key = key(record, "key", "publicKey");
        Optional<String> signature = record.text("signature");
        if (!record.is(EVENT)
                || key.isEmpty()
                || signature.isEmpty()
                || !record.lastField().equals("signature")) {
            return Optional.empty();
        }
        byte[] octets = line.octets();
        String end = SIGNATURE + '"' + signature.get() + "\"}";
        return line.text().endsWith(end) && key.get().hasSigned(octets, octets.length - end.length(), signature.get())
                ? Optional.of(new Checkpoint(key.get(), key(record, "nextKey", "nextPublicKey")))
                : Optional.empty();
    }

    private static Optional<PublicKey> key(TrailRecord record, String id, String octets) {
        return record.text(octets).flatMap(PublicKey::of).filter(key -> record.has(id, key.id()));
    }

    PublicKey key() {
        return key;
    }

    /** The key to which this one hands over. */
    Optional<PublicKey> next() {
        return next;
    }
}
