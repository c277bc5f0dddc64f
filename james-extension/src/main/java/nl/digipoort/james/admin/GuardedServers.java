// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import spark.embeddedserver.EmbeddedServerFactory;
import spark.embeddedserver.EmbeddedServers;
import spark.staticfiles.StaticFilesConfiguration;

/**
 * Makes Spark create its web servers with a guard before all filters and routes. A filter of Spark would be too late: James's own filters
 * have read the body by then, and the server listens before the last filter is in place. Static files come first in every Spark, whatever
 * its Jetty is. Thread-safe.
 */
final class GuardedServers extends ConcurrentHashMap<Object, EmbeddedServerFactory> {
    private static final long serialVersionUID = 1L;

    private final transient WebAdminGuard guard;

    private GuardedServers(WebAdminGuard guard) {
        this.guard = guard;
    }

    /**
     * Must be called before WebAdmin starts, which is the only Spark server in James. The factories are Spark's private field: James 3.9 names
     * one of its own after our routes are made and before anything else of ours is asked.
     *
     * @throws IllegalStateException if this Spark keeps them elsewhere
     */
    static void guardedBy(WebAdminGuard guard) {
        try {
            Field factories = EmbeddedServers.class.getDeclaredField("factories");
            factories.setAccessible(true);
            factories.set(null, new GuardedServers(guard));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "WebAdmin cannot be guarded: this James has another Spark than 3.8.1 and 3.9.0", e);
        }
    }

    @Override
    public EmbeddedServerFactory put(Object identifier, EmbeddedServerFactory servers) {
        EmbeddedServerFactory guarded = (routes, files, exceptions, hasMultipleHandler) ->
                servers.create(routes, new GuardedFiles(guard, files), exceptions, hasMultipleHandler);
        return super.put(identifier, guarded);
    }

    /** Takes a request that the guard has answered for one to a static file. */
    private static final class GuardedFiles extends StaticFilesConfiguration {
        private final WebAdminGuard guard;
        private final StaticFilesConfiguration files;

        private GuardedFiles(WebAdminGuard guard, StaticFilesConfiguration files) {
            this.guard = guard;
            this.files = files;
        }

        @Override
        public boolean consume(HttpServletRequest request, HttpServletResponse response) throws IOException {
            return !guard.lets(request, response) || files.consume(request, response);
        }
    }
}
