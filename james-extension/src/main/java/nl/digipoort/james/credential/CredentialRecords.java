// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that DIGEST-MD5 verifies against. A record is made when a password is known, sealed at rest, and void as soon as James
 * holds another password. Thread-safe. Trouble with a store is a {@link CredentialStoreUnavailableException}.
 */
public final class CredentialRecords {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialRecords.class);

    private static final int ATTEMPTS = 3;

    private final RecordStore store;
    private final PasswordFingerprints fingerprints;
    private final UsersRepository users;
    private final RecordSeal seal;
    private final RecordReader reader;
    private final String realm;
    private final Clock clock;
    private volatile Optional<Optional<String>> obstacle = Optional.empty();

    /**
     * @param users James's own users, to verify a password before it is remembered
     * @param realm the one realm that the server offers
     * @throws IllegalArgumentException if the realm is blank or not ASCII
     */
    public CredentialRecords(
            RecordStore store,
            PasswordFingerprints fingerprints,
            UsersRepository users,
            RecordSeal seal,
            String realm,
            Clock clock) {
        if (realm.isBlank() || !StandardCharsets.US_ASCII.newEncoder().canEncode(realm)) {
            throw new IllegalArgumentException("the realm must be ASCII and not blank: \"" + realm + "\"");
        }
        this.store = store;
        this.fingerprints = fingerprints;
        this.users = users;
        this.seal = seal;
        this.reader = new RecordReader(store, fingerprints, seal, realm);
        this.realm = realm;
        this.clock = clock;
    }

    public String realm() {
        return realm;
    }

    /** Why this server can keep no records at all, in one line; empty if it can. Determined once. */
    public Optional<String> obstacle() {
        if (obstacle.isEmpty()) {
            obstacle = Optional.of(fingerprints.obstacle());
        }
        return obstacle.get();
    }

    /**
     * Makes or replaces the user's record, after James holds the password. The password is verified between two reads of the fingerprint.
     * If James does not hold it (any more), no record is made. If the fingerprint or the stored record changed meanwhile, the work starts
     * again, so a record of a newer password is never overwritten.
     *
     * @return whether there is a record of this password now
     */
    public boolean remember(Username user, String password) {
        return make(user, password, List.of(), () -> false);
    }

    /**
     * Takes the password of a successful login. Makes the record if there is no usable one, or none with the name as the client spells it.
     * Trouble is logged and not thrown, because the login stands in any case.
     *
     * @param usernameAsSent the name as the client sent it in its login
     */
    public void learn(Username user, String usernameAsSent, String password) {
        try {
            make(user, password, List.of(usernameAsSent), () -> covers(user, usernameAsSent));
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.warn("The login of {} made no credential record", LogText.of(user), e);
        }
    }

    private boolean make(Username user, String password, List<String> namesAsSent, BooleanSupplier isThere) {
        if (obstacle().isPresent()) {
            return false;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isThere.getAsBoolean()) {
                return true;
            }
            Optional<SealedRecord> stored = store.find(user);
            Optional<byte[]> before = fingerprints.find(user);
            if (before.isEmpty() || !verified(user, password)) {
                LOGGER.info("No credential record of {}: James does not hold this password", LogText.of(user));
                return false;
            }
            if (sameFingerprint(before, fingerprints.find(user))
                    && save(user, password, namesAsSent, before.get(), stored)) {
                return true;
            }
        }
        LOGGER.warn("No credential record of {}: its password, or record, keeps changing", LogText.of(user));
        return false;
    }

    /**
     * The pre-digests, 16 octets each, to verify a response of the user against; the caller owns the arrays. The reason for an empty result
     * is logged, because it is not sent to the client.
     *
     * @param usernameAsSent the name as the client sent it in its response; digests exist under the lower-case name that James uses, and
     *     under spellings that were learned
     * @return empty if there is no record, it is void, or it has no digest under this name
     * @throws CredentialStoreUnavailableException also if the record is sealed under a key that this server does not have (ADR 52)
     */
    public List<byte[]> digests(Username user, String usernameAsSent) {
        try (UnsealedRecord record = reader.open(user)) {
            if (record.state().kind() == CredentialState.Kind.UNKNOWN_KEY) {
                throw new CredentialStoreUnavailableException(
                        "the record of " + LogText.of(user) + " is sealed under key "
                                + record.state().keyId().orElse("?") + ", which this server does not have");
            }
            List<byte[]> digests = record.digests()
                    .map(found -> found.under(usernameAsSent, user))
                    .orElse(List.of());
            if (digests.isEmpty() && record.isOfAnAccount()) {
                LOGGER.info(
                        "DIGEST-MD5 is not possible for {}: {}",
                        LogText.of(user),
                        record.isUsable()
                                ? "the record has no digest under the name as it was sent"
                                : record.state().kind().meaning());
            }
            return digests;
        }
    }

    /** Whether the user has a record that is not void. */
    public boolean usable(Username user) {
        return state(user).kind() == CredentialState.Kind.USABLE;
    }

    /** The state of the user's record. */
    public CredentialState state(Username user) {
        try (UnsealedRecord record = reader.open(user)) {
            return record.state();
        }
    }

    /** Deletes the user's record, if there is one. */
    public void forget(Username user) {
        store.delete(user);
    }

    private boolean verified(Username user, String password) {
        return JamesUsers.find(users, user)
                .filter(found -> found.verifyPassword(password))
                .isPresent();
    }

    private boolean save(
            Username user,
            String password,
            List<String> namesAsSent,
            byte[] fingerprint,
            Optional<SealedRecord> stored) {
        List<String> names = new ArrayList<>(learnedNames(user));
        names.addAll(namesAsSent);
        PreDigests digests = PreDigests.compute(user, realm, password, names);
        byte[] secret = PreDigestsFormat.write(digests);
        try {
            return seal.keys().whileInForce(() -> {
                byte[] sealed = seal.seal(secret, user, realm, fingerprint);
                SealedRecord record = SealedRecord.of(user, realm, sealed, fingerprint, clock.instant());
                return stored.map(old -> store.replace(old, record)).orElseGet(() -> store.saveIfAbsent(record));
            });
        } finally {
            Arrays.fill(secret, (byte) 0);
            digests.erase();
        }
    }

    /** Spellings stay valid after the password they were learned with, so they are read from a void record too. */
    private List<String> learnedNames(Username user) {
        try (UnsealedRecord record = reader.open(user)) {
            return record.learnedNames();
        }
    }

    private boolean covers(Username user, String usernameAsSent) {
        try (UnsealedRecord record = reader.open(user)) {
            return record.digests()
                    .map(digests -> digests.covers(usernameAsSent, user))
                    .orElse(false);
        }
    }

    private static boolean sameFingerprint(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() && other.isPresent() && MessageDigest.isEqual(one.get(), other.get());
    }
}
