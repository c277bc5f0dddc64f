// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import java.util.List;
import java.util.Optional;

/** A user's record after it was read: its state, and its content if it is usable. Closing it erases the content. */
final class UnsealedRecord implements AutoCloseable {
    private final CredentialState state;
    private final boolean ofAnAccount;
    private final Optional<PreDigests> digests;

    UnsealedRecord(CredentialState state, boolean ofAnAccount, Optional<PreDigests> digests) {
        this.state = state;
        this.ofAnAccount = ofAnAccount;
        this.digests = digests;
    }

    CredentialState state() {
        return state;
    }

    boolean isUsable() {
        return state.kind() == CredentialState.Kind.USABLE;
    }

    /** Whether James has the user. */
    boolean isOfAnAccount() {
        return ofAnAccount;
    }

    /** The content of the record; empty unless it is usable. */
    Optional<PreDigests> digests() {
        return isUsable() ? digests : Optional.empty();
    }

    /** The spellings of the user's name in the record, even if it is void. */
    List<String> learnedNames() {
        return digests.map(PreDigests::learnedNames).orElse(List.of());
    }

    @Override
    public void close() {
        digests.ifPresent(PreDigests::erase);
    }
}
