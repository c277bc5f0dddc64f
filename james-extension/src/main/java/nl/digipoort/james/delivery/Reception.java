// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.audit.ArrivalAudit;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailDigester;
import nl.digipoort.james.mail.MailReception;

/** Takes mail over from everything that receives it. Thread-safe. */
public final class Reception implements MailReception {
    private final Deliveries deliveries;
    private final HeldSweep sweep;
    private final FreeSpace space;
    private final ArrivalAudit audit;

    @Inject
    Reception(Deliveries deliveries, HeldSweep sweep, FreeSpace space, ArrivalAudit audit) {
        this.deliveries = deliveries;
        this.sweep = sweep;
        this.space = space;
        this.audit = audit;
    }

    @Override
    public MailDigester digester(byte[] trace) {
        return audit.digester(trace);
    }

    @Override
    public void accept(IncomingMail mail, List<Addressee> addressees) throws IOException {
        requireRoom();
        audit.begins(mail, addressees);
        boolean taken = false;
        try {
            take(mail, addressees);
            taken = true;
        } finally {
            if (!taken) {
                audit.failed(mail);
            }
        }
    }

    private void take(IncomingMail mail, List<Addressee> addressees) throws IOException {
        if (addressees.size() > 1) {
            deliveries.deliverToAll(mail, addressees);
            addressees.forEach(addressee -> sweep.soon(addressee.maildrop()));
        } else if (deliveries.deliver(mail, addressees.get(0)) == Deliveries.Outcome.HELD) {
            // the session may have ended since then
            sweep.soon(addressees.get(0).maildrop());
        }
    }

    @Override
    public void requireRoom() {
        space.require();
    }
}
