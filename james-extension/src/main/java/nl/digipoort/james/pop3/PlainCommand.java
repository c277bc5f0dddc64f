// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import org.apache.james.metrics.api.MetricFactory;

/** A command that takes no argument. */
public abstract class PlainCommand extends Pop3Command {
    protected PlainCommand(String keyword, MetricFactory metrics) {
        super(keyword, metrics);
    }

    protected abstract Answer execute(DigipoortSession session);

    @Override
    protected final Answer execute(DigipoortSession session, CommandLine command) {
        return command.hasNoArguments() ? execute(session) : wrongArguments();
    }
}
