// SPDX-License-Identifier: Apache-2.0
/**
 * The removal of mail without a client: messages older than their account's retention, and the mail of removed users. It is always done
 * under the maildrop's lock and recorded in the audit trail. This package decides when a message is deleted;
 * {@link nl.digipoort.james.maildrop} deletes it. Begin with {@link nl.digipoort.james.retention.Retention} and
 * {@link nl.digipoort.james.retention.RemovedUsers}.
 */
package nl.digipoort.james.retention;
