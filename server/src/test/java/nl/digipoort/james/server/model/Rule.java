// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;

/** One guarantee. A rule says only what is certain: whatever a client cannot know is taken in favour of the server. */
interface Rule {
    /** What contradicts the guarantee, in words with marks, unique-ids and clients; empty if nothing does. */
    List<String> broken(MaildropHistory maildrop);
}
