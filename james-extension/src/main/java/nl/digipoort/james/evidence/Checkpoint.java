// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.util.Optional;

/** A record that signs its chain up to itself. Immutable. */
final class Checkpoint {
    static final String EVENT = "checkpoint";
    private static final String SIGNATURE = ",\"signature\":";

    private final PublicKey key;
    private final boolean signed;
    private final Optional<PublicKey> next;

    private Checkpoint(PublicKey key, boolean signed, Optional<PublicKey> next) {
        this.key = key;
        this.signed = signed;
        this.next = next;
    }

    /** Whether the record has anything of a signature; with {@code audit/key} {@code none} a checkpoint has nothing of one. */
    static boolean isToBeSigned(TrailRecord record) {
        return record.has("key") || record.has("publicKey") || record.has("signature");
    }

    /** Empty if the record has not the form of a checkpoint that is signed. */
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
        boolean inForm = line.text().endsWith(end);
        boolean signed = inForm && key.get().hasSigned(octets, octets.length - end.length(), signature.get());
        return Optional.of(new Checkpoint(key.get(), signed, key(record, "nextKey", "nextPublicKey")));
    }

    private static Optional<PublicKey> key(TrailRecord record, String id, String octets) {
        return record.text(octets).flatMap(PublicKey::of).filter(key -> record.has(id, key.id()));
    }

    PublicKey key() {
        return key;
    }

    /** Whether the signature fits the record. */
    boolean isSigned() {
        return signed;
    }

    /** The key to which this one hands over. */
    Optional<PublicKey> next() {
        return next;
    }
}
