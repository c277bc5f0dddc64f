// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import spark.Response;
import spark.Service;

/** The files of the console, WebAdmin's web page; described in docs/operate/console.md. Thread-safe. */
final class ConsoleRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/console";

    /** The page loads and calls only these files and these routes, and no other page can put ours in a frame. */
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

    @Inject
    ConsoleRoutes() {}

    @Override
    public void define(Service service) {
        for (ConsoleFile file : files) {
            service.get(file.path(), (request, response) -> show(file, response));
        }
    }

    private static String show(ConsoleFile file, Response response) {
        HEADERS.forEach(response::header);
        response.type(file.type());
        return file.content();
    }
}
