// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import java.util.List;
import nl.digipoort.james.command.json.JsonObject;

/** The form in which accounts are shown. It gets them a page at a time, and keeps no page: there may be more of them than memory. */
interface UsesReport {
    /** @param page as the server has answered; its accounts are those of the list, and others that need no letter */
    void add(JsonObject page, List<OldUses> accounts);

    /** After the last page. */
    void end();
}
