// SPDX-License-Identifier: Apache-2.0
/**
 * The way in for mail: an SMTP receiver (RFC 5321) and an LMTP receiver (RFC 2033), which take mail for maildrops of this server and
 * for nothing else. They hand it to {@link nl.digipoort.james.mail.MailReception} and know nothing of how it is kept. {@link
 * nl.digipoort.james.smtp.SmtpConnection} is the pipeline's end and the only one that knows of threads; {@link
 * nl.digipoort.james.smtp.SmtpSession} is the dialogue, {@link nl.digipoort.james.smtp.DataScanner} the octets of DATA. Begin with the
 * session.
 */
package nl.digipoort.james.smtp;
