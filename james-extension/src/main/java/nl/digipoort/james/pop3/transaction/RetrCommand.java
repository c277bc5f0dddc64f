// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.MultiLineReply;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.MetricFactory;

/** RETR: announces the size of a message and sends it (RFC 1939 section 5). */
public final class RetrCommand extends FetchCommand {
    private final ActivityLog activity;

    @Inject
    public RetrCommand(AwaitedMemory awaitedMemory, ActivityLog activity, MetricFactory metrics) {
        super("RETR", 1, awaitedMemory, metrics);
        this.activity = activity;
    }

    @Override
    boolean accepts(List<String> arguments) {
        return true;
    }

    @Override
    MultiLineReply reply(MessageContent content, List<String> arguments, Retrieval retrieval) {
        return MultiLineReply.of(content.octets() + " octets follow", MessageBody.whole(content, retrieval));
    }

    @Override
    void retrieved(Username user) {
        activity.retrieved(user);
    }
}
