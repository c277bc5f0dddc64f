// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * A record on its way from one server to another, outside of any store, unsealed: what {@link CredentialRecords#toMove} writes and {@link
 * CredentialRecords#moved} takes. Closed, it is erased.
 */
public final class MovedRecord implements AutoCloseable {
    private final PreDigests digests;

    private MovedRecord(PreDigests digests) {
        this.digests = digests;
    }

    /** @param scram of the same password */
    public static MovedRecord ofPassword(Username user, String realm, String password, Optional<ScramKeys> scram) {
        return new MovedRecord(PreDigests.compute(user, realm, password, List.of(), scram));
    }

    /** @param name the user's name as it is in the digest; no other name can be used with DIGEST-MD5 */
    public static MovedRecord ofDigest(Username user, String name, byte[] digest) {
        List<byte[]> group = List.of(digest.clone());
        boolean isFull = name.equals(user.asString());
        boolean isLocal = !isFull && name.equals(user.getLocalPart());
        return new MovedRecord(new PreDigests(
                PreDigests.Forms.PREPARED_TOO,
                isFull ? group : List.of(),
                isLocal ? group : List.of(),
                isFull || isLocal ? Map.of() : Map.of(name, group),
                Optional.empty()));
    }

    public static MovedRecord ofScram(ScramKeys keys) {
        return new MovedRecord(new PreDigests(
                PreDigests.Forms.PREPARED_TOO, List.of(), List.of(), Map.of(), Optional.of(keys.copy())));
    }

    /** One that nobody can log in with. */
    public static MovedRecord empty() {
        return new MovedRecord(
                new PreDigests(PreDigests.Forms.PREPARED_TOO, List.of(), List.of(), Map.of(), Optional.empty()));
    }

    /** @throws IllegalArgumentException if it is not the output of {@link #write} */
    public static MovedRecord parse(byte[] written) {
        return new MovedRecord(PreDigestsFormat.parse(written));
    }

    /** Password-equivalent: the caller erases it. */
    public byte[] write() {
        return PreDigestsFormat.write(digests);
    }

    /** A copy, which the caller erases. */
    public Optional<ScramKeys> scram() {
        return digests.scram().map(ScramKeys::copy);
    }

    /** The digest under a name in UTF-8, of the password as it is held; a copy, which the caller erases. */
    public Optional<byte[]> digest(String name, Username user) {
        return digests.under(name, user).stream().findFirst();
    }

    public boolean isSame(MovedRecord other) {
        byte[] one = write();
        byte[] another = other.write();
        try {
            return MessageDigest.isEqual(one, another);
        } finally {
            Arrays.fill(one, (byte) 0);
            Arrays.fill(another, (byte) 0);
        }
    }

    @Override
    public void close() {
        digests.erase();
    }
}
