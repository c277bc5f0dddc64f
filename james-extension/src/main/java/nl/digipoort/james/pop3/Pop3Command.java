// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;

/**
 * A command handler of James's chain for one keyword. It is timed as the metric {@code pop3-keyword}, like James's own commands. The gate
 * has already let the command pass.
 */
public abstract class Pop3Command implements CommandHandler<DigipoortSession> {
    private final String keyword;
    private final MetricFactory metrics;
    private final String metric;

    protected Pop3Command(String keyword, MetricFactory metrics) {
        this.keyword = keyword;
        this.metrics = metrics;
        this.metric = "pop3-" + keyword.toLowerCase(Locale.ROOT);
        // Generated now, so that the metric exists, at 0, before anybody uses the command.
        metrics.timer(metric);
    }

    protected abstract Answer execute(DigipoortSession session, CommandLine command);

    @Override
    public final Response onCommand(DigipoortSession session, Request request) {
        return metrics.decorateSupplierWithTimerMetric(metric, () -> execute(session, (CommandLine) request));
    }

    @Override
    public final Collection<String> getImplCommands() {
        return List.of(keyword);
    }

    /** The refusal of a command whose arguments are missing, too many or badly spaced. */
    protected static Reply wrongArguments() {
        return Reply.error("Wrong arguments");
    }
}
