// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import org.apache.james.core.Domain;

/**
 * The domains that James serves. Trouble with James's domains is a {@link CredentialStoreUnavailableException}. Implementations are
 * thread-safe.
 */
public interface ServedDomains {
    boolean contains(Domain domain);
}
