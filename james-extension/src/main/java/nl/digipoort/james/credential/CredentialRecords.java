package nl.digipoort.james.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that DIGEST-MD5 verifies against: made when a password is at hand, sealed at rest, and void as soon as James
 * holds another password. Thread-safe. Trouble with a store is a {@link CredentialStoreUnavailableException}.
 */
public final class CredentialRecords {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialRecords.class);

    private static final int ATTEMPTS = 3;

    private final RecordStore store;
    private final PasswordFingerprints fingerprints;
    private final UsersRepository users;
    private final RecordSeal seal;
    private final String realm;
    private final Clock clock;

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
        this.realm = realm;
        this.clock = clock;
    }

    public String realm() {
        return realm;
    }

    /**
     * Makes or replaces the user's record, after James holds the password. The password is verified between two looks at
     * the fingerprint: if it is not the one that James holds (any more), no record is made, and if the fingerprint changed
     * meanwhile, it starts anew. So a concurrent change of password can leave a void record, never one of an old password
     * beside the new hash.
     */
    public void remember(Username user, String password) {
        remember(user, password, List.of());
    }

    private void remember(Username user, String password, List<String> namesAsSent) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<byte[]> before = fingerprints.find(user);
            if (before.isEmpty() || !verified(user, password)) {
                LOGGER.info("No credential record of {}: James does not hold this password", user.asString());
                return;
            }
            if (sameFingerprint(before, fingerprints.find(user))) {
                save(user, password, namesAsSent, before.get());
                return;
            }
        }
        LOGGER.warn("No credential record of {}: the password keeps changing", user.asString());
    }

    /**
     * Takes the password of a login that succeeded: makes the record if there is no usable one, or none that has the name as
     * the client spells it. The login stands whatever happens here, so trouble is logged, not thrown.
     *
     * @param usernameAsSent as the client put it into its login
     */
    public void learn(Username user, String usernameAsSent, String password) {
        try {
            if (!covers(user, usernameAsSent)) {
                remember(user, password, List.of(usernameAsSent));
            }
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.warn("The login of {} made no credential record", user.asString(), e);
        }
    }

    /**
     * The pre-digests, 16 octets each, that a response of the user may be verified against; the caller's own arrays.
     *
     * @param usernameAsSent as the client put it into its response; digests exist under the lower-case name that James uses,
     *     and under spellings that were learned
     * @return empty if there is no record, it is void, or it has no digest under this name
     */
    public List<byte[]> digests(Username user, String usernameAsSent) {
        Optional<PreDigests> found = open(user);
        try {
            return found.map(digests -> digests.under(usernameAsSent, user)).orElse(List.of());
        } finally {
            found.ifPresent(PreDigests::erase);
        }
    }

    /** Whether the user has a record that is not void. */
    public boolean usable(Username user) {
        Optional<PreDigests> found = open(user);
        found.ifPresent(PreDigests::erase);
        return found.isPresent();
    }

    /** Deletes the user's record, if there is one. */
    public void forget(Username user) {
        store.delete(user);
    }

    /**
     * For the start: looks whether the key is the one that the stored records are sealed under.
     *
     * @throws CredentialKeyException if it is another one
     */
    public void verifyKey() {
        Optional<SealedRecord> record = store.any();
        if (record.isPresent() && !seal.isUnderThisKey(record.get())) {
            throw new CredentialKeyException("the credential key " + seal.keyId()
                    + " is not the one that the stored credential records are sealed under; put that key back, or delete"
                    + " the stored records");
        }
    }

    private boolean verified(Username user, String password) {
        try {
            User found = users.getUserByName(user);
            return found != null && found.verifyPassword(password);
        } catch (UsersRepositoryException e) {
            throw new CredentialStoreUnavailableException("cannot read James's user " + user.asString(), e);
        }
    }

    private void save(Username user, String password, List<String> namesAsSent, byte[] fingerprint) {
        List<String> names = new ArrayList<>(learnedNames(user));
        names.addAll(namesAsSent);
        PreDigests digests = PreDigests.compute(user, realm, password, names);
        byte[] secret = PreDigestsFormat.write(digests);
        try {
            byte[] sealed = seal.seal(secret, user, realm, fingerprint);
            store.save(SealedRecord.of(user, realm, sealed, fingerprint, clock.instant()));
        } finally {
            Arrays.fill(secret, (byte) 0);
            digests.erase();
        }
    }

    /** Spellings outlive the password that they were learned with, so they are read from a void record too. */
    private List<String> learnedNames(Username user) {
        Optional<PreDigests> found = store.find(user).flatMap(this::unseal);
        found.ifPresent(PreDigests::erase);
        return found.map(PreDigests::learnedNames).orElse(List.of());
    }

    private boolean covers(Username user, String usernameAsSent) {
        Optional<PreDigests> found = open(user);
        found.ifPresent(PreDigests::erase);
        return found.map(digests -> digests.covers(usernameAsSent, user)).orElse(false);
    }

    private Optional<PreDigests> open(Username user) {
        Optional<SealedRecord> record = store.find(user);
        // looked up without a record too, so that the answer takes as long
        Optional<byte[]> current = fingerprints.find(user);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        if (!record.get().realm().equals(realm)) {
            LOGGER.info("The credential record of {} is void: made for another realm", user.asString());
            return Optional.empty();
        }
        if (!sameFingerprint(record.map(SealedRecord::fingerprint), current)) {
            LOGGER.info("The credential record of {} is void: James holds another password", user.asString());
            return Optional.empty();
        }
        return unseal(record.get());
    }

    private Optional<PreDigests> unseal(SealedRecord record) {
        byte[] secret = new byte[0];
        try {
            secret = seal.open(record);
            return Optional.of(PreDigestsFormat.parse(secret));
        } catch (BrokenSealException | IllegalArgumentException e) {
            LOGGER.warn(
                    "The credential record of {} cannot be used: {}",
                    record.user().asString(),
                    e.getMessage());
            return Optional.empty();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static boolean sameFingerprint(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() && other.isPresent() && MessageDigest.isEqual(one.get(), other.get());
    }
}
