// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import javax.security.sasl.SaslServer;

/** A server that verifies a clear password, and tells when: whoever drives it may have that done where it holds nobody up. */
public interface PasswordServer extends SaslServer {
    /** Whether the next response is a password, so that evaluating it takes as long as its verification. */
    boolean expectsPassword();
}
