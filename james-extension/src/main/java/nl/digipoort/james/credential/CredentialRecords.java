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
 * The credentials that DIGEST-MD5 and SCRAM-SHA-256 verify against. A record is made when a password is known, sealed at rest, and void as
 * soon as James holds another password. Thread-safe. Trouble with a store is a {@link CredentialStoreUnavailableException}.
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
    private final int scramIterations;
    private final boolean scramNamed;
    private final AllowedSecrets allowed;
    private final Clock clock;
    private final Explanations explanations;
    private volatile Optional<Optional<String>> obstacle = Optional.empty();

    /**
     * @param users James's own users, to verify a password before it is remembered
     * @param realm the one realm that the server offers
     * @param scramIterations the iteration count of new records
     * @param scramNamed whether a login makes a record anew that lacks SCRAM, or has fewer iterations; new records have SCRAM in any case
     * @throws IllegalArgumentException if the realm is blank or not ASCII
     */
    public CredentialRecords(
            RecordStore store,
            PasswordFingerprints fingerprints,
            UsersRepository users,
            RecordSeal seal,
            String realm,
            int scramIterations,
            boolean scramNamed,
            Clock clock) {
        this(store, fingerprints, users, seal, realm, scramIterations, scramNamed, AllowedSecrets.ALL, clock);
    }

    /** @param allowed which secrets a record may have; where none may be kept, none is made, and an old one is deleted */
    public CredentialRecords(
            RecordStore store,
            PasswordFingerprints fingerprints,
            UsersRepository users,
            RecordSeal seal,
            String realm,
            int scramIterations,
            boolean scramNamed,
            AllowedSecrets allowed,
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
        this.scramIterations = scramIterations;
        this.scramNamed = scramNamed;
        this.allowed = allowed;
        this.clock = clock;
        this.explanations = new Explanations(clock);
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
        return make(user, password, List.of(), () -> false, Optional.empty());
    }

    /**
     * What distinguishes the password that James holds at this moment from others: to be read before a login is verified, for {@link
     * #learn}. Empty if it cannot be had.
     */
    public Optional<byte[]> fingerprint(Username user) {
        try {
            return obstacle().isPresent() ? Optional.empty() : fingerprints.find(user);
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.debug("The fingerprint of {} cannot be read before its login", LogText.of(user), e);
            return Optional.empty();
        }
    }

    /**
     * Takes the password of a successful login. Makes the record if there is no usable one, or none with the name as the client spells it.
     * Trouble is logged and not thrown, because the login stands in any case.
     *
     * @param usernameAsSent the name as the client sent it in its login
     * @param proven the {@link #fingerprint} from before the login was verified: James is not asked again while it is the same
     */
    public void learn(Username user, String usernameAsSent, String password, Optional<byte[]> proven) {
        try {
            make(user, password, List.of(usernameAsSent), () -> covers(user, usernameAsSent), proven);
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.warn("The login of {} made no credential record", LogText.of(user), e);
        }
    }

    private boolean make(
            Username user,
            String password,
            List<String> namesAsSent,
            BooleanSupplier isThere,
            Optional<byte[]> proven) {
        if (obstacle().isPresent()) {
            return false;
        }
        if (!mayHaveRecord(user)) {
            restrict(user);
            return false;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isThere.getAsBoolean()) {
                return true;
            }
            Optional<SealedRecord> stored = store.find(user);
            Optional<byte[]> before = fingerprints.find(user);
            if (before.isEmpty() || !(sameFingerprint(before, proven) || verified(user, password))) {
                LOGGER.info("No credential record of {}: James does not hold this password", LogText.of(user));
                return false;
            }
            if (sameFingerprint(before, fingerprints.find(user))
                    && save(user, password, namesAsSent, before.get(), stored)) {
                // the policy may have changed since the record was computed
                restrict(user);
                return mayHaveRecord(user);
            }
        }
        LOGGER.warn("No credential record of {}: its password, or record, keeps changing", LogText.of(user));
        return false;
    }

    /**
     * The pre-digests, 16 octets each, to verify a response of the user against; the caller owns the arrays. The reason for an empty result
     * is logged once an hour, because it is not sent to the client.
     *
     * @param usernameAsSent the name as the client sent it in its response; digests exist under the lower-case name that James uses, and
     *     under spellings that were learned
     * @return empty if there is no record, it is void, or it has no digest under this name
     * @throws CredentialStoreUnavailableException also if the record is sealed under a key that this server does not have (ADR 52)
     */
    public List<byte[]> digests(Username user, String usernameAsSent) {
        try (UnsealedRecord record = readable(user)) {
            List<byte[]> digests = record.digests()
                    .map(found -> found.under(usernameAsSent, user))
                    .orElse(List.of());
            if (digests.isEmpty()) {
                explain(
                        "DIGEST-MD5",
                        user,
                        record,
                        allowed.digests(user)
                                ? "the record has no digest under the name as it was sent"
                                : "its policy does not allow it, so no digest is kept");
            }
            return digests;
        }
    }

    /**
     * The keys to verify a SCRAM exchange of the user against; the caller erases them. The reason for an empty result is logged.
     *
     * @return empty if there is no record, it is void, or it is older than SCRAM
     * @throws CredentialStoreUnavailableException as {@link #digests}
     */
    public Optional<ScramKeys> scram(Username user) {
        try (UnsealedRecord record = readable(user)) {
            Optional<ScramKeys> keys =
                    record.digests().flatMap(PreDigests::scram).map(ScramKeys::copy);
            if (keys.isEmpty()) {
                explain(
                        "SCRAM-SHA-256",
                        user,
                        record,
                        allowed.scram(user)
                                ? "the record is older than SCRAM"
                                : "its policy does not allow it, so no key is kept");
            }
            return keys;
        }
    }

    /**
     * The salt of a name without a record: always the same for one name, on every node, as long as the last credential key is the same.
     *
     * @param name the account's name, whether or not it exists
     */
    public byte[] decoySalt(String name) {
        return Arrays.copyOf(seal.derive("SCRAM decoy of " + name + " in " + realm), ScramKeys.SALT_OCTETS);
    }

    /** The iteration count of new records. */
    public int scramIterations() {
        return scramIterations;
    }

    private UnsealedRecord readable(Username user) {
        return readable(user, store.find(user));
    }

    private UnsealedRecord readable(Username user, Optional<SealedRecord> stored) {
        UnsealedRecord record = reader.open(user, stored);
        if (record.state().kind() == CredentialState.Kind.UNKNOWN_KEY) {
            record.close();
            throw new CredentialStoreUnavailableException("the record of " + LogText.of(user) + " is sealed under key "
                    + record.state().keyId().orElse("?") + ", which this server does not have");
        }
        return record;
    }

    private void explain(String mechanism, Username user, UnsealedRecord record, String lacking) {
        if (record.isOfAnAccount()) {
            String why = record.isUsable() ? lacking : record.state().kind().meaning();
            explanations.give(mechanism + " is not possible for " + LogText.of(user) + ": " + why);
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

    /** Whether some secret may be kept for the user. */
    public boolean mayHaveRecord(Username user) {
        return allowed.digests(user) || allowed.scram(user);
    }

    /**
     * Takes out of the user's record the secrets that may not be kept any more, and deletes a record that has no other, or is void. They
     * come back at the next login with a clear password, if they may be kept again. So nothing is taken out of the record of an account
     * without a password: it has no other credential.
     *
     * @throws CredentialStoreUnavailableException as {@link #digests}, or if the record keeps changing; nothing is taken out then
     */
    public void restrict(Username user) {
        if (allowed.digests(user) && allowed.scram(user)) {
            return;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<SealedRecord> stored = store.find(user);
            if (stored.isEmpty() || isRestricted(user, stored.get())) {
                return;
            }
        }
        throw new CredentialStoreUnavailableException("the record of " + LogText.of(user) + " keeps changing");
    }

    private boolean isRestricted(Username user, SealedRecord stored) {
        boolean digests = allowed.digests(user);
        boolean scram = allowed.scram(user);
        try (UnsealedRecord record = readable(user, Optional.of(stored))) {
            Optional<PreDigests> content = record.digests();
            boolean hasDigests = content.map(PreDigests::hasDigests).orElse(false);
            boolean hasScram = content.flatMap(PreDigests::scram).isPresent();
            if (record.isUsable() && (digests || !hasDigests) && (scram || !hasScram)) {
                return true;
            }
            if (record.isOfAnAccount() && !fingerprints.hasPassword(user)) {
                LOGGER.info("{} has no password, so the record is kept that its policy forbids", LogText.of(user));
                return true;
            }
            if (!((digests && hasDigests) || (scram && hasScram))) {
                return store.delete(stored);
            }
            byte[] secret = PreDigestsFormat.write(content.get().only(digests, scram));
            try {
                return save(user, secret, stored.fingerprint(), Optional.of(stored));
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    /** Deletes the user's record, if there is one. */
    public void forget(Username user) {
        store.delete(user);
    }

    /**
     * The user's digests, to be written for a move to another server; empty if there is no usable record. Password-equivalent: the caller
     * erases them.
     */
    public Optional<byte[]> toMove(Username user) {
        try (UnsealedRecord record = reader.open(user)) {
            return record.digests().map(PreDigestsFormat::write);
        }
    }

    /**
     * Makes the record of a user who was moved here with the password, unless there is a usable one.
     *
     * @param written what {@link #toMove} returned on a server with the same realm
     * @return whether there is a usable record now
     * @throws IllegalArgumentException if it is something else
     */
    public boolean moved(Username user, byte[] written) {
        PreDigestsFormat.parse(written).erase();
        Optional<byte[]> fingerprint = fingerprints.find(user);
        return obstacle().isEmpty()
                && fingerprint.isPresent()
                && (usable(user) || save(user, written, fingerprint.get(), store.find(user)));
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
        Optional<ScramKeys> scram = ScramKeys.derive(password, seal.random(ScramKeys.SALT_OCTETS), scramIterations);
        PreDigests digests = PreDigests.compute(user, realm, password, names, scram);
        byte[] secret = PreDigestsFormat.write(digests.only(allowed.digests(user), allowed.scram(user)));
        try {
            return save(user, secret, fingerprint, stored);
        } finally {
            Arrays.fill(secret, (byte) 0);
            digests.erase();
        }
    }

    private boolean save(Username user, byte[] secret, byte[] fingerprint, Optional<SealedRecord> stored) {
        return seal.keys().whileInForce(() -> {
            byte[] sealed = seal.seal(secret, user, realm, fingerprint);
            SealedRecord record = SealedRecord.of(user, realm, sealed, fingerprint, clock.instant());
            return stored.map(old -> store.replace(old, record)).orElseGet(() -> store.saveIfAbsent(record));
        });
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
                    .map(digests -> coversDigests(digests, user, usernameAsSent) && coversScram(digests, user))
                    .orElse(false);
        }
    }

    private boolean coversDigests(PreDigests digests, Username user, String usernameAsSent) {
        return allowed.digests(user) ? digests.covers(usernameAsSent, user) : !digests.hasDigests();
    }

    /** A greater iteration count than the present one stands; where SCRAM is not named, nothing is made anew for it. */
    private boolean coversScram(PreDigests digests, Username user) {
        if (!allowed.scram(user)) {
            return digests.scram().isEmpty();
        }
        return !scramNamed
                || digests.scram()
                        .map(keys -> keys.iterations() >= scramIterations)
                        .orElse(false);
    }

    private static boolean sameFingerprint(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() && other.isPresent() && MessageDigest.isEqual(one.get(), other.get());
    }
}
