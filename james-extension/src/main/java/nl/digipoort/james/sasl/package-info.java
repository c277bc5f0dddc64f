// SPDX-License-Identifier: Apache-2.0
/**
 * The server side of DIGEST-MD5 (RFC 2831), SCRAM-SHA-256 (RFC 7677), PLAIN (RFC 4616), LOGIN and EXTERNAL, as the JDK's
 * {@code SaslServer}. Only the JDK may be used here, so that the package can be tested and reused by itself: names, passwords, digests and
 * keys come through {@link nl.digipoort.james.sasl.DigestSecrets}, {@link nl.digipoort.james.sasl.ScramSecrets},
 * {@link nl.digipoort.james.sasl.PasswordVerifier} and {@link nl.digipoort.james.sasl.Identities}. Begin with
 * {@link nl.digipoort.james.sasl.DigestMd5Server}.
 */
package nl.digipoort.james.sasl;
