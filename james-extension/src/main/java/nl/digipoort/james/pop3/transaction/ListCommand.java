// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.maildrop.Snapshot;
import org.apache.james.metrics.api.MetricFactory;

/** LIST: the size of one message or of all, in the octets that RETR sends. */
public final class ListCommand extends ListingCommand {
    @Inject
    public ListCommand(MetricFactory metrics) {
        super("LIST", metrics);
    }

    @Override
    String tell(Snapshot snapshot, int number) {
        return Long.toString(snapshot.size(number));
    }
}
