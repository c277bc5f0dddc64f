// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Arrays;

/**
 * The messages of a mailbox as the store lists them: ascending unique identifiers and, at the same index, the size in octets as stored.
 * Immutable; needs a few octets per message.
 */
public final class StoredMessages {
    private final long[] uids;
    private final long[] sizes;

    private StoredMessages(long[] uids, long[] sizes) {
        this.uids = uids;
        this.sizes = sizes;
    }

    /**
     * @param uids the IMAP unique identifiers, strictly ascending
     * @param sizes the stored size of each message in octets, never negative
     * @throws IllegalArgumentException if the arrays differ in length, the order is broken or a size is negative
     */
    public static StoredMessages of(long[] uids, long[] sizes) {
        if (uids.length != sizes.length) {
            throw new IllegalArgumentException(uids.length + " uids but " + sizes.length + " sizes");
        }
        for (int i = 0; i < uids.length; i++) {
            if (i > 0 && uids[i] <= uids[i - 1]) {
                throw new IllegalArgumentException("uid " + uids[i] + " follows uid " + uids[i - 1]);
            }
            if (sizes[i] < 0) {
                throw new IllegalArgumentException("uid " + uids[i] + " has a negative size: " + sizes[i]);
            }
        }
        return new StoredMessages(uids.clone(), sizes.clone());
    }

    public int count() {
        return uids.length;
    }

    boolean contains(long uid) {
        return Arrays.binarySearch(uids, uid) >= 0;
    }

    /** The IMAP unique identifier at an index from 0. */
    public long uid(int index) {
        return uids[index];
    }

    /** The stored size in octets at an index from 0. */
    public long size(int index) {
        return sizes[index];
    }
}
