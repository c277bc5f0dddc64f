// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import org.apache.james.core.Username;

/** Which secrets may be kept for a user: those of mechanisms that the user may use. Implementations are thread-safe. */
public interface AllowedSecrets {
    /** All, for everybody. */
    AllowedSecrets ALL = new AllowedSecrets() {
        @Override
        public boolean digests(Username user) {
            return true;
        }

        @Override
        public boolean scram(Username user) {
            return true;
        }
    };

    /** Whether digests for DIGEST-MD5 may be kept, each as good as the password. */
    boolean digests(Username user);

    /** Whether keys of SCRAM may be kept. */
    boolean scram(Username user);
}
