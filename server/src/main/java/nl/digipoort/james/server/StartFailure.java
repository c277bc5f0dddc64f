// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import com.google.common.base.Throwables;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.server.home.StartException;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;

/** Finds the one message for the operator in an exception of James's start. The log file has the rest. */
final class StartFailure {
    private StartFailure() {}

    static StartException explain(Throwable failure, Path logFile) {
        List<Throwable> chain = Throwables.getCausalChain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof StartException known) {
                return known;
            }
            if (cause instanceof BindException) {
                return new StartException("a port cannot be used: " + message(cause) + "; see " + logFile, failure);
            }
            if (cause instanceof ClassNotFoundException) {
                return new StartException(
                        "configuration: class " + message(cause) + " is not in lib/ or extensions-jars/; see "
                                + logFile,
                        failure);
            }
        }
        return ours(chain)
                .or(() ->
                        chain.stream().filter(StartFailure::aboutConfiguration).reduce((outer, inner) -> inner))
                .map(cause -> new StartException("configuration: " + message(cause) + "; see " + logFile, failure))
                .orElseGet(() -> unknown(chain.get(chain.size() - 1), failure, logFile));
    }

    /** A settings error of the extension. Its classes come from another class loader, so they are compared by name. */
    private static Optional<Throwable> ours(List<Throwable> chain) {
        return chain.stream()
                .filter(cause -> cause.getClass().getName().startsWith("nl.digipoort.james."))
                .findFirst();
    }

    private static boolean aboutConfiguration(Throwable cause) {
        return cause instanceof ConfigurationException || cause instanceof ConfigurationRuntimeException;
    }

    private static StartException unknown(Throwable root, Throwable failure, Path logFile) {
        return new StartException(
                "the server did not start: " + root.getClass().getSimpleName() + ": " + message(root) + "; see "
                        + logFile,
                failure);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
