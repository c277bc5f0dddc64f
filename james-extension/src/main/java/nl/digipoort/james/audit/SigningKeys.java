// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the operator that sign checkpoints. When the first key of the file is another one, the key that has signed until then vouches
 * for it, if it is still in the file. Thread-safe.
 */
public final class SigningKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(SigningKeys.class);

    private final Optional<SigningKeyFile> file;
    private String stamp = "";
    private List<SigningKey> keys = List.of();
    private Optional<SigningKey> signing = Optional.empty();
    private boolean refused;

    private SigningKeys(Optional<SigningKeyFile> file) {
        this.file = file;
    }

    /** No key: the chain has no signatures. */
    public static SigningKeys none() {
        return new SigningKeys(Optional.empty());
    }

    /** @throws SigningKeyException if the file cannot be used */
    public static SigningKeys inFile(Path path) {
        SigningKeys found = new SigningKeys(Optional.of(new SigningKeyFile(path)));
        found.read();
        LOGGER.info(
                "Checkpoints of the audit trail are signed by key {}",
                found.keys.get(0).id());
        return found;
    }

    private synchronized void read() {
        if (file.isPresent()) {
            stamp = file.get().stamp();
            keys = file.get().read();
            signing = signing.filter(this::isHere).or(() -> Optional.of(keys.get(0)));
        }
    }

    private boolean isHere(SigningKey key) {
        return keys.stream().anyMatch(one -> one.id().equals(key.id()));
    }

    /** Reads the file again if it has changed. What cannot be used leaves the earlier keys in force. */
    synchronized void look() {
        if (file.isEmpty() || (!refused && stamp.equals(file.get().stamp()))) {
            return;
        }
        try {
            read();
            refused = false;
        } catch (SigningKeyException e) {
            if (!refused) {
                LOGGER.error("The earlier keys go on signing the audit trail", e);
            }
            refused = true;
        }
    }

    /** Whether the file has changed to what cannot be used. */
    synchronized boolean isRefused() {
        return refused;
    }

    /** @param id of the key that has signed the last checkpoint, before this server started */
    synchronized void signedLastBy(String id) {
        signing = keys.stream().filter(key -> key.id().equals(id)).findFirst().or(() -> signing);
    }

    /** The key that signs now; empty if nothing is signed. */
    synchronized Optional<SigningKey> signing() {
        return signing;
    }

    /** The key that is to sign from now on, if the one that signs now has to vouch for it. */
    synchronized Optional<SigningKey> next() {
        return keys.stream()
                .limit(1)
                .filter(first -> !first.id().equals(signing.map(SigningKey::id).orElse("")))
                .findFirst();
    }

    /** The checkpoint that vouches for this key is written. */
    synchronized void adopt(SigningKey next) {
        LOGGER.info("Checkpoints of the audit trail are signed by key {} from now on", next.id());
        signing = Optional.of(next);
    }
}
