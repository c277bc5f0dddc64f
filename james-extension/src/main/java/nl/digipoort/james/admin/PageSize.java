// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import spark.Request;

/** The number of entries that a request asks for: {@code limit=N}. */
final class PageSize {
    private PageSize() {}

    /** @throws spark.HaltException with 400 if it is not a whole number from 1 to {@code most} */
    static int of(Request request, int usual, int most) {
        String limit = request.queryParamOrDefault("limit", Integer.toString(usual));
        if (!limit.matches("[1-9][0-9]{0,8}") || Integer.parseInt(limit) > most) {
            throw Refusals.badRequest("The limit must be a whole number from 1 to " + most);
        }
        return Integer.parseInt(limit);
    }
}
