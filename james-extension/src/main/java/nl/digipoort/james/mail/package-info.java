// SPDX-License-Identifier: Apache-2.0
/**
 * Mail on its way in: its octets, whom it is for, where it waits, and what puts it into a maildrop. What receives mail (SMTP, LMTP, a
 * mailet) hands it to {@link nl.digipoort.james.mail.MailReception}; the stores implement {@link
 * nl.digipoort.james.mail.HeldMailStore} and {@link nl.digipoort.james.mail.MaildropAppender}. No protocol and no database
 * belongs here, and nothing that parses a message in order to write it anew. Begin with {@link
 * nl.digipoort.james.mail.IncomingMail}.
 */
package nl.digipoort.james.mail;
