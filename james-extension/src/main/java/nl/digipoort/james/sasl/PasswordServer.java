// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import javax.security.sasl.SaslServer;

/** A server that verifies a clear password and says when, so that the caller can run that where it delays nobody. */
public interface PasswordServer extends SaslServer {
    /** Whether the next response is a password, so that evaluating it takes as long as its verification. */
    boolean expectsPassword();
}
