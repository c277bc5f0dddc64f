// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.Optional;
import javax.security.sasl.SaslServer;

/** A server that looks an account up before the client proves anything, and says for which name, so that the caller can count that. */
public interface ClaimServer extends SaslServer {
    /** The name that the last challenge depends on, exactly as the client sent it; empty before any account is looked up. */
    Optional<String> claimedName();
}
