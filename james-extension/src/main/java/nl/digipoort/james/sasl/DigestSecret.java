// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An account and the candidates for its {@code H(username:realm:password)}. There is more than one because clients disagree on how a name
 * or password outside US-ASCII is spelled before it is hashed. Password-equivalent (RFC 2831 section 3.9): the receiver erases it.
 */
public final class DigestSecret {
    /** UTF-8 or ISO 8859-1, for the name and for the password, and the password as it is or prepared (RFC 4013). */
    public static final int MAX_CANDIDATES = 8;

    private final String account;
    private final List<byte[]> candidates;

    private DigestSecret(String account, List<byte[]> candidates) {
        this.account = account;
        this.candidates = candidates;
    }

    /**
     * @param account the canonical account name
     * @param candidates one to eight hashes of 16 octets each; copied
     * @throws IllegalArgumentException if the name is empty or the number or length of the hashes is wrong
     */
    public static DigestSecret of(String account, List<byte[]> candidates) {
        if (account.isEmpty()) {
            throw new IllegalArgumentException("the account name is empty");
        }
        if (candidates.isEmpty() || candidates.size() > MAX_CANDIDATES) {
            throw new IllegalArgumentException(
                    candidates.size() + " candidates where 1 to " + MAX_CANDIDATES + " are allowed");
        }
        if (candidates.stream().anyMatch(candidate -> candidate.length != Md5.OCTETS)) {
            throw new IllegalArgumentException("a candidate is not " + Md5.OCTETS + " octets long");
        }
        return new DigestSecret(account, copy(candidates));
    }

    public String account() {
        return account;
    }

    /** A copy of the hashes, 16 octets each. */
    public List<byte[]> candidates() {
        return copy(candidates);
    }

    /** The hashes themselves, not copies. */
    List<byte[]> octets() {
        return candidates;
    }

    /** Overwrites the hashes, once the response has been judged. */
    public void erase() {
        candidates.forEach(candidate -> Arrays.fill(candidate, (byte) 0));
    }

    private static List<byte[]> copy(List<byte[]> candidates) {
        return candidates.stream().map(byte[]::clone).collect(Collectors.toUnmodifiableList());
    }

    /** Names the account only: the hashes are secret. */
    @Override
    public String toString() {
        return "DigestSecret[" + account + "]";
    }
}
