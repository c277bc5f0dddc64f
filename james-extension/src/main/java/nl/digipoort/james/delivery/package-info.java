// SPDX-License-Identifier: Apache-2.0
/**
 * Puts mail into maildrops under their lock, or holds it and brings it in later. The mailet API is used only here. SMTP and LMTP are not
 * known here; they hand their mail to {@link nl.digipoort.james.mail.MailReception}. Begin with
 * {@link nl.digipoort.james.delivery.Deliveries}; for James's own pipeline, with {@link nl.digipoort.james.delivery.DeliverToMaildrop}.
 */
package nl.digipoort.james.delivery;
