// SPDX-License-Identifier: Apache-2.0
/**
 * The records that DIGEST-MD5 and SCRAM-SHA-256 verify against, and the keys that seal them. A record is made when a password is known,
 * sealed with AES-256-GCM, and void when the password changes. No SASL and no database here: the stores implement
 * {@link nl.digipoort.james.credential.RecordStore} and {@link nl.digipoort.james.credential.PasswordFingerprints}. Begin with
 * {@link nl.digipoort.james.credential.CredentialRecords}, for the keys with {@link nl.digipoort.james.credential.CredentialKeys}.
 */
package nl.digipoort.james.credential;
