// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import nl.digipoort.james.configuration.Reload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's keys that are in force. They are read at the start, and again whenever they may have changed. A change that would leave a
 * stored record without its key is refused. Thread-safe.
 */
public final class CredentialKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialKeys.class);

    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(10);

    private final KeySource source;
    private final RecordStore store;
    private final Clock clock;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile KeyRing ring;
    private Instant searched = Instant.MIN;
    private String complaint = "";

    CredentialKeys(KeySource source, RecordStore store, Clock clock) {
        this.source = source;
        this.store = store;
        this.clock = clock;
        this.ring = source.read();
    }

    /** @throws CredentialKeyException if the file cannot be used */
    public static CredentialKeys inFile(Path file, RecordStore store, Clock clock) {
        return new CredentialKeys(new CredentialKeyFile(file), store, clock);
    }

    /** @throws CredentialKeyException if the variable cannot be used */
    public static CredentialKeys inVariable(
            String name, Map<String, String> environment, RecordStore store, Clock clock) {
        return new CredentialKeys(new CredentialKeyVariable(name, environment), store, clock);
    }

    /**
     * Checks at the start that every stored record has its key here.
     *
     * @throws CredentialKeyException if a record lacks its key
     */
    public void verify() {
        Map<String, Long> lacking = lacking(ring);
        if (!lacking.isEmpty()) {
            throw new CredentialKeyException(source + " lacks " + named(lacking)
                    + "; put back what is lacking as a further key, or delete those records");
        }
    }

    /**
     * Reads the keys again and puts them in force, or says why not. {@link CredentialKeyWatch} then seals the stored records under the
     * first key.
     */
    public synchronized Reload reload() {
        try {
            KeyRing found = source.read().sharing(ring);
            if (found.ids().equals(ring.ids())) {
                complaint = "";
                return new Reload(Reload.Kind.UNCHANGED, source + " is unchanged");
            }
            return install(found);
        } catch (CredentialKeyException | CredentialStoreUnavailableException e) {
            return refuse(Reload.Kind.REFUSED, e.getMessage());
        }
    }

    private Reload install(KeyRing found) {
        lock.writeLock().lock();
        try {
            KeyRing before = ring;
            Map<String, Long> lost = lostWith(before, found);
            if (!lost.isEmpty()) {
                found.eraseWhatIsNotIn(before);
                return refuse(
                        Reload.Kind.REFUSED_KEY_IN_USE,
                        source + " lacks " + named(lost)
                                + "; put back what is lacking as a further key until its records are sealed under the first");
            }
            ring = found;
            before.eraseWhatIsNotIn(found);
            complaint = "";
            String message = source + " is read again: records are sealed under key "
                    + found.first().id() + ", opened under " + String.join(", ", found.ids());
            LOGGER.info("{}", message);
            return new Reload(Reload.Kind.CHANGED, message);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Reload refuse(Reload.Kind kind, String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOGGER.error("{}. The keys read before stay in force", why);
        }
        return new Reload(kind, why + ". The keys read before stay in force");
    }

    /** How many records there are under each key that is in {@code before} and not in {@code found}. */
    private Map<String, Long> lostWith(KeyRing before, KeyRing found) {
        Set<String> taken = new HashSet<>(before.ids());
        found.ids().forEach(taken::remove);
        if (taken.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, Long> lost = lacking(found);
            lost.keySet().retainAll(taken);
            return lost;
        } catch (CredentialStoreUnavailableException e) {
            found.eraseWhatIsNotIn(before);
            throw e;
        }
    }

    /** How many records there are under each key that the ring does not have. */
    private Map<String, Long> lacking(KeyRing candidate) {
        Map<String, Long> counts = new TreeMap<>(store.countsByKey());
        candidate.ids().forEach(counts::remove);
        counts.remove(SealHeader.NO_KEY);
        return counts;
    }

    private static String named(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "key " + count.getKey() + ", under which " + count.getValue()
                        + " credential records are sealed")
                .collect(Collectors.joining("; "));
    }

    /** The ids of the keys, the sealing key first. */
    public List<String> ids() {
        return ring.ids();
    }

    String stamp() {
        return source.stamp();
    }

    /** The key to seal under. */
    CredentialKey first() {
        return ring.first();
    }

    /** The oldest key, if the operator puts each new one in front. */
    CredentialKey last() {
        return ring.last();
    }

    /**
     * The key with that id, to open records with; must not be called within {@link #whileInForce}. Reads the keys again if it does not know
     * the requested one, because another node may be ahead. It does not do so at every call.
     */
    Optional<CredentialKey> find(String id) {
        Optional<CredentialKey> known = ring.find(id);
        if (known.isEmpty() && maySearch()) {
            reload();
            return ring.find(id);
        }
        return known;
    }

    private synchronized boolean maySearch() {
        Instant now = clock.instant();
        if (now.isBefore(searched.plus(BETWEEN_SEARCHES)) && !now.isBefore(searched)) {
            return false;
        }
        searched = now;
        return true;
    }

    /** Runs work that seals and stores; no key is removed before it ends. */
    <T> T whileInForce(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
