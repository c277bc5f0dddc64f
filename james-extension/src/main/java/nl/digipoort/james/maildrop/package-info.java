// SPDX-License-Identifier: Apache-2.0
/**
 * A maildrop as a session sees it: the snapshot, the marks, UPDATE, sizes on the wire, and the reading of messages. Also the delivery into
 * an inbox through James's mailbox API. No protocol, and no reply to a client. Begin with {@link nl.digipoort.james.maildrop.Maildrops} and
 * {@link nl.digipoort.james.maildrop.OpenMaildrop}.
 */
package nl.digipoort.james.maildrop;
