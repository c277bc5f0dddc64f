package nl.digipoort.james.admin;

import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The page for people who would rather look than read, and what it reads besides the other routes; named as {@code extensions.routes} in
 * {@code webadmin.properties} and described in docs/console.md. Thread-safe.
 */
public final class ConsoleRoutes implements Routes {
    static final String PATH = CredentialRoutes.ALL + "/console";

    /** Nothing but these files and these routes is loaded or asked, and no other page has ours in a frame. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final List<ConsoleFile> files = ConsoleFile.all(PATH);
    private final HistoryRoutes history;
    private final AccountAuditRoutes audit;

    @Inject
    ConsoleRoutes(HistoryRoutes history, AccountAuditRoutes audit) {
        this.history = history;
        this.audit = audit;
    }

    @Override
    public String getBasePath() {
        return CredentialRoutes.ALL;
    }

    @Override
    public void define(Service service) {
        Guards.putBefore(service);
        for (ConsoleFile file : files) {
            service.get(file.path(), (request, response) -> show(file, response));
            service.afterAfter(file.path(), (request, response) -> showWithoutToken(file, request, response));
        }
        history.define(service);
        audit.define(service);
    }

    private static String show(ConsoleFile file, Response response) {
        HEADERS.forEach(response::header);
        response.type(file.type());
        return file.content();
    }

    /**
     * A browser has no token when it asks for a page. James's filter refuses it like everything below our path, and that is replaced for
     * these files alone, which tell nothing: the page asks its reader for the token, and the other routes go on to ask the page.
     */
    private static void showWithoutToken(ConsoleFile file, Request request, Response response) {
        if (response.status() == HttpURLConnection.HTTP_UNAUTHORIZED
                && request.requestMethod().equals("GET")) {
            response.status(HttpURLConnection.HTTP_OK);
            response.body(show(file, response));
        }
    }
}
