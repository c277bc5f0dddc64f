// SPDX-License-Identifier: Apache-2.0
/**
 * Incoming mail: its octets, its maildrops, the store for held mail, and the appender that puts mail into a maildrop. Receivers of mail
 * (SMTP, LMTP, a mailet) hand it to {@link nl.digipoort.james.mail.MailReception}. The stores implement
 * {@link nl.digipoort.james.mail.HeldMailStore} and {@link nl.digipoort.james.mail.MaildropAppender}. No protocol and no database belongs
 * here, and nothing that parses and rewrites a message. Begin with {@link nl.digipoort.james.mail.IncomingMail}.
 */
package nl.digipoort.james.mail;
