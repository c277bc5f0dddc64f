// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

/** Which names are accepted in the digest-uri of a DIGEST-MD5 response. An IP address is accepted if it is one of our host names. */
public enum HostCheck {
    /** Our host names and the realm, which older curl sends there. */
    LENIENT,
    /** Our host names and nothing else. */
    STRICT
}
