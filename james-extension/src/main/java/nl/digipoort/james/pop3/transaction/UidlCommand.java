// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.maildrop.Snapshot;
import org.apache.james.metrics.api.MetricFactory;

/** UIDL: the unique-id of one message or of all. */
public final class UidlCommand extends ListingCommand {
    @Inject
    public UidlCommand(MetricFactory metrics) {
        super("UIDL", metrics);
    }

    @Override
    String tell(Snapshot snapshot, int number) {
        return snapshot.uniqueId(number);
    }
}
