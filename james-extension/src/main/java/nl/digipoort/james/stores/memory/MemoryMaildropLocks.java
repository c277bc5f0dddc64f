package nl.digipoort.james.stores.memory;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.maildrop.Lease;
import nl.digipoort.james.maildrop.MaildropLocks;
import org.apache.james.core.Username;

/**
 * Locks within one JVM: right where one James serves the maildrops, and nowhere else. They end with the process, so none is
 * ever stale. Thread-safe.
 */
@Singleton
public final class MemoryMaildropLocks implements MaildropLocks {
    private final Map<Username, UUID> owners = new ConcurrentHashMap<>();
    private final AtomicLong fences = new AtomicLong();

    @Inject
    public MemoryMaildropLocks() {}

    @Override
    public Optional<Lease> acquire(Username maildrop) {
        UUID owner = UUID.randomUUID();
        if (owners.putIfAbsent(maildrop, owner) != null) {
            return Optional.empty();
        }
        return Optional.of(Lease.of(maildrop, owner, fences.incrementAndGet()));
    }

    @Override
    public boolean beginUpdate(Lease lease) {
        return lease.owner().equals(owners.get(lease.maildrop()));
    }

    @Override
    public void release(Lease lease) {
        owners.remove(lease.maildrop(), lease.owner());
    }
}
