// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import spark.Service;

/**
 * Some of our routes. James does not know them: {@link DigipoortRoutes} defines them all, with the one guard before them, so none can be
 * without it. Implementations are thread-safe.
 */
interface RoutePart {
    void define(Service service);
}
