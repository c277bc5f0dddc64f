// SPDX-License-Identifier: Apache-2.0
/**
 * The removal of mail without a client: messages older than their account's retention, and the mail of removed users. Always under the
 * maildrop's lock, and recorded in the audit trail. When it is done is decided here, how a message is deleted in
 * {@link nl.digipoort.james.maildrop}. Begin with {@link nl.digipoort.james.retention.Retention} and
 * {@link nl.digipoort.james.retention.RemovedUsers}.
 */
package nl.digipoort.james.retention;
