// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/** How a session logs in. */
public enum Authentication {
    DIGEST_MD5,
    /** For a server without SASL. */
    USER_PASS
}
