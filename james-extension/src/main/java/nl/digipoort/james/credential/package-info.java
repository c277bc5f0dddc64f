// SPDX-License-Identifier: Apache-2.0
/**
 * The records that DIGEST-MD5 verifies against: made when a password is known, sealed with AES-256-GCM, void when the password changes; and
 * the keys that seal them. No SASL and no database: {@link nl.digipoort.james.credential.RecordStore} and
 * {@link nl.digipoort.james.credential.PasswordFingerprints} are implemented by the stores. Begin with
 * {@link nl.digipoort.james.credential.CredentialRecords}, for the keys with {@link nl.digipoort.james.credential.CredentialKeys}.
 */
package nl.digipoort.james.credential;
