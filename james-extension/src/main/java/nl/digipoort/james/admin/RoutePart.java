// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import spark.Service;

/**
 * Some of our routes. James knows none of them: {@link DigipoortRoutes} defines them all, behind the one guard, so no route of ours can be
 * without it. Implementations are thread-safe.
 */
interface RoutePart {
    void define(Service service);
}
