// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.servlet.Filter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import spark.ExceptionMapper;
import spark.embeddedserver.EmbeddedServer;
import spark.embeddedserver.EmbeddedServerFactory;
import spark.embeddedserver.EmbeddedServers;
import spark.embeddedserver.jetty.EmbeddedJettyServer;
import spark.embeddedserver.jetty.JettyHandler;
import spark.embeddedserver.jetty.JettyServerFactory;
import spark.http.matching.MatcherFilter;
import spark.route.Routes;
import spark.staticfiles.StaticFilesConfiguration;

/**
 * Makes Spark create its web server with a guard before all filters and routes. A filter of Spark would be too late: James's own filters
 * have read the body by then, and the server listens before the last filter is in place. Thread-safe.
 */
final class GuardedServers implements EmbeddedServerFactory {
    private final WebAdminGuard guard;

    private GuardedServers(WebAdminGuard guard) {
        this.guard = guard;
    }

    /** Must be called before WebAdmin starts, which is the only Spark server in James. */
    static void guardedBy(WebAdminGuard guard) {
        EmbeddedServers.add(EmbeddedServers.defaultIdentifier(), new GuardedServers(guard));
    }

    @Override
    public EmbeddedServer create(
            Routes routes, StaticFilesConfiguration files, ExceptionMapper exceptions, boolean hasMultipleHandler) {
        MatcherFilter spark = new MatcherFilter(routes, files, exceptions, false, hasMultipleHandler);
        Filter guarded = (request, response, chain) -> {
            if (guard.lets((HttpServletRequest) request, (HttpServletResponse) response)) {
                spark.doFilter(request, response, chain);
            }
        };
        return new EmbeddedJettyServer(new Servers(), new JettyHandler(guarded));
    }

    /** Uses the same threads as Spark's own factory, which is not accessible. */
    private static final class Servers implements JettyServerFactory {
        private static final int USUAL_MIN = 8;
        private static final int USUAL_IDLE_MILLIS = 60_000;

        @Override
        public Server create(int max, int min, int idleMillis) {
            return max <= 0
                    ? new Server()
                    : new Server(new QueuedThreadPool(
                            max, min > 0 ? min : USUAL_MIN, idleMillis > 0 ? idleMillis : USUAL_IDLE_MILLIS));
        }

        @Override
        public Server create(ThreadPool threads) {
            return new Server(threads);
        }
    }
}
