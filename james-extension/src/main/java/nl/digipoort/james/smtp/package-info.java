// SPDX-License-Identifier: Apache-2.0
/**
 * Incoming mail: an SMTP receiver (RFC 5321) and an LMTP receiver (RFC 2033). Both accept mail only for maildrops of this server. They hand
 * it to {@link nl.digipoort.james.mail.MailReception} and do not know how it is stored. {@link nl.digipoort.james.smtp.SmtpConnection} is
 * the last handler of the pipeline and the only class that knows of threads; {@link nl.digipoort.james.smtp.SmtpSession} is the dialogue,
 * and {@link nl.digipoort.james.smtp.DataScanner} reads the octets of DATA. Begin with the session.
 */
package nl.digipoort.james.smtp;
