package nl.digipoort.james.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.delivery.MailDispatcher;
import org.apache.james.transport.mailets.delivery.MailStore;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Local delivery into maildrops that may be in use: in {@code mailetcontainer.xml} it stands where James's LocalDelivery would,
 * with {@code onMailetException} {@code propagate}. A failure then puts the mail back into the spool for all its recipients, and
 * those that have it already are passed over the next time.
 */
public final class DeliverToMaildrop extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToMaildrop.class);

    private final Deliveries deliveries;
    private final HeldSweep sweep;

    @Inject
    DeliverToMaildrop(Deliveries deliveries, HeldSweep sweep) {
        this.deliveries = deliveries;
        this.sweep = sweep;
    }

    @Override
    public void init() throws MessagingException {
        checkInitParameters(Set.of("onMailetException", "onMatchException"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        PerRecipient store = new PerRecipient();
        MailDispatcher.builder()
                .mailStore(store)
                .mailetContext(getMailetContext())
                .consume(false)
                .onMailetException("propagate")
                .build()
                .dispatch(mail);
        if (!store.failures.isEmpty()) {
            throw new MessagingException(
                    "mail " + mail.getName() + " is not delivered to " + store.failures.size() + " of its recipients",
                    store.failures.get(0));
        }
        mail.setState(Mail.GHOST);
    }

    @Override
    public String getMailetInfo() {
        return "Delivery into maildrops under their lock";
    }

    /** Tries each recipient, whatever becomes of the others. */
    private final class PerRecipient implements MailStore {
        private final List<Exception> failures = new ArrayList<>();

        @Override
        public Publisher<Void> storeMail(MailAddress recipient, Mail mail) {
            return Mono.fromRunnable(() -> deliver(recipient, mail));
        }

        private void deliver(MailAddress recipient, Mail mail) {
            try {
                if (deliveries.deliver(recipient, mail) == Deliveries.Outcome.HELD) {
                    // the session may have ended in the meantime
                    sweep.soon(deliveries.maildrop(recipient));
                }
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("Mail {} cannot be delivered to {}", mail.getName(), recipient.asString(), e);
                failures.add(e);
            }
        }
    }
}
