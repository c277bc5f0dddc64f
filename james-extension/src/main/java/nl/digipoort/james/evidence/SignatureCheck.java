// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the checkpoints of one chain: their signatures, and whether their keys are trusted or were vouched for by a trusted one. Not
 * thread-safe.
 */
final class SignatureCheck {
    /** Checkpoints are written every minute while there are records. */
    private static final Duration LONGEST_UNSIGNED = Duration.ofMinutes(10);

    private final TrustedKeys trusted;
    private final Findings findings;
    private final Set<PublicKey> vouched = new HashSet<>();
    private PublicKey current;
    private Place last;
    private String lastTime = "";
    private long since;
    private Place firstUnsigned;
    private Instant unsignedFrom;
    private Duration unsigned = Duration.ZERO;

    SignatureCheck(TrustedKeys trusted, Findings findings) {
        this.trusted = trusted;
        this.findings = findings;
    }

    /** Whether the record is a checkpoint whose signature fits. */
    boolean accept(Line line, TrailRecord record) {
        if (!Checkpoint.isToBeSigned(record)) {
            unsigned(line, record);
            return false;
        }
        Place place = line.place(record.seq());
        Optional<Checkpoint> checkpoint = Checkpoint.of(line, record);
        if (checkpoint.isEmpty()) {
            findings.add(
                    Kind.SIGNATURE,
                    place,
                    "The signature does not fit: "
                            + (last == null ? "anything from the beginning" : "anything after " + last)
                            + " to here may have been changed, and the numbers and hashes made to fit");
            unsigned(line, record);
            return false;
        }
        signed(place, record, checkpoint.get());
        return true;
    }

    private void signed(Place place, TrailRecord record, Checkpoint checkpoint) {
        PublicKey key = checkpoint.key();
        boolean known = trusted.contains(key) || vouched.contains(key);
        if (!key.equals(current)) {
            if (current != null) {
                findings.add(Kind.KEY_CHANGED, place, "From here on key " + key + " signs instead of key " + current);
            }
            current = key;
            if (!known && trusted.areRequired()) {
                findings.add(
                        Kind.UNKNOWN_KEY,
                        place,
                        "Key " + key
                                + " signed this, which is not trusted, and no trusted key vouches for it. Somebody who can"
                                + " write the files can have made all that it signs");
            }
        }
        if (known || !trusted.areRequired()) {
            checkpoint.next().ifPresent(vouched::add);
            last = place;
            lastTime = record.time();
            since = 0;
            firstUnsigned = null;
            unsigned = Duration.ZERO;
        } else {
            since++;
        }
    }

    private void unsigned(Line line, TrailRecord record) {
        since++;
        Instant time = instant(record.time());
        if (firstUnsigned == null) {
            firstUnsigned = line.place(record.seq());
            unsignedFrom = time;
        } else if (record.is("server-started") || record.is("clock-stepped")) {
            unsignedFrom = time;
        }
        Duration span = Duration.between(unsignedFrom, time);
        unsigned = span.compareTo(unsigned) > 0 ? span : unsigned;
    }

    private Instant instant(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            return unsignedFrom == null ? Instant.EPOCH : unsignedFrom;
        }
    }

    /** After the last record. */
    void end() {
        boolean never = current == null && firstUnsigned != null;
        if (trusted.areRequired() && (never || unsigned.compareTo(LONGEST_UNSIGNED) > 0)) {
            findings.add(
                    Kind.UNSIGNED,
                    firstUnsigned,
                    "No good checkpoint signs the records from here to the end, over " + unsigned.toMinutes()
                            + " minutes, although one is due at the start and every minute: they may have been changed, or"
                            + " checkpoints removed");
        } else if (never) {
            findings.add(
                    Kind.NO_SIGNATURES,
                    firstUnsigned,
                    "No checkpoint of the trail is signed: who can write the files can have made the chain anew");
        }
    }

    /** The last good checkpoint; empty if there is none. */
    Optional<Place> last() {
        return Optional.ofNullable(last);
    }

    /** Its time; empty text if there is none. */
    String lastTime() {
        return lastTime;
    }

    /** How many records are after it. */
    long since() {
        return since;
    }
}
