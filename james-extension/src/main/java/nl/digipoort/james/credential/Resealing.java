// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals records that are under another key under the first key, one after the other. Each is replaced only if it is still the one that was
 * opened, so a new password is never overwritten. A stop loses nothing, and the next run continues. For one thread.
 */
final class Resealing {
    private static final Logger LOGGER = LoggerFactory.getLogger(Resealing.class);

    static final int PAGE = 100;

    private final RecordStore store;
    private final RecordSeal seal;
    private String doneUnder = SealHeader.NO_KEY;

    Resealing(RecordStore store, RecordSeal seal) {
        this.store = store;
        this.seal = seal;
    }

    /** Makes the next run look for records again, even if the first key is the same. */
    void again() {
        doneUnder = SealHeader.NO_KEY;
    }

    /**
     * Does the work that is due since the last run.
     *
     * @param goesOn asked before each record; if it returns false, the rest is left for the next run
     * @throws CredentialStoreUnavailableException if the store fails; the rest is left for the next run, too
     */
    void runIfDue(BooleanSupplier goesOn) {
        String first = seal.keys().first().id();
        if (!first.equals(doneUnder) && resealAll(first, goesOn)) {
            doneUnder = first;
        }
    }

    private boolean resealAll(String first, BooleanSupplier goesOn) {
        int resealed = 0;
        boolean overtaken = false;
        Optional<Username> last = Optional.empty();
        List<Username> page = store.usersNotUnder(first, last, PAGE);
        while (!page.isEmpty()) {
            for (Username user : page) {
                if (!goesOn.getAsBoolean()) {
                    return false;
                }
                Outcome outcome = reseal(user, first);
                resealed += outcome == Outcome.RESEALED ? 1 : 0;
                overtaken |= outcome == Outcome.OVERTAKEN;
            }
            last = Optional.of(page.get(page.size() - 1));
            page = store.usersNotUnder(first, last, PAGE);
        }
        if (!overtaken) {
            report(resealed, first);
        }
        return !overtaken;
    }

    private enum Outcome {
        RESEALED,
        /** Another writer replaced or deleted the record meanwhile. */
        OVERTAKEN,
        /** Nothing (more) can be done. */
        LEFT
    }

    private Outcome reseal(Username user, String first) {
        Optional<SealedRecord> found = store.find(user);
        if (found.isEmpty() || found.get().keyId().equals(first)) {
            return Outcome.LEFT;
        }
        byte[] secret = new byte[0];
        try {
            secret = seal.open(found.get());
            return replace(found.get(), secret) ? Outcome.RESEALED : Outcome.OVERTAKEN;
        } catch (BrokenSealException e) {
            LOGGER.warn("The credential record of {} cannot be sealed anew: {}", LogText.of(user), e.getMessage());
            return Outcome.LEFT;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private boolean replace(SealedRecord old, byte[] secret) {
        return seal.keys().whileInForce(() -> {
            byte[] sealed = seal.seal(secret, old.user(), old.realm(), old.fingerprint());
            return store.replace(
                    old, SealedRecord.of(old.user(), old.realm(), sealed, old.fingerprint(), old.createdAt()));
        });
    }

    private void report(int resealed, String first) {
        Map<String, Long> left = new TreeMap<>(store.countsByKey());
        left.remove(first);
        List<String> free = seal.keys().ids().stream()
                .filter(id -> !id.equals(first) && !left.containsKey(id))
                .collect(Collectors.toList());
        if (resealed > 0) {
            LOGGER.info("Sealed {} credential records anew, under key {}", resealed, first);
        }
        left.forEach((id, count) -> LOGGER.warn(
                "{} credential records are left that are not sealed under key {} but {}",
                count,
                first,
                id.equals(SealHeader.NO_KEY) ? "in no known format" : "under key " + id));
        if (!free.isEmpty()) {
            LOGGER.info("No credential record uses key {} any more: may be taken out", String.join(", ", free));
        }
    }
}
