package nl.digipoort.james.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.transport.mailets.delivery.MailDispatcher;
import org.apache.james.transport.mailets.delivery.MailStore;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Local delivery into maildrops that may be in use: in {@code mailetcontainer.xml} it stands where James's LocalDelivery would,
 * with {@code onMailetException} {@code propagate}. A failure then puts the mail back into the spool for all its recipients, and
 * those that have it already are passed over the next time. What is larger than a recipient takes goes to another processor.
 */
public final class DeliverToMaildrop extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToMaildrop.class);
    private static final String PARAMETER = "tooLargeProcessor";
    private static final AttributeName REASON = AttributeName.of("delivery-error");

    private final Deliveries deliveries;
    private final HeldSweep sweep;
    private String tooLargeProcessor;

    @Inject
    DeliverToMaildrop(Deliveries deliveries, HeldSweep sweep) {
        this.deliveries = deliveries;
        this.sweep = sweep;
    }

    @Override
    public void init() throws MessagingException {
        checkInitParameters(Set.of("onMailetException", "onMatchException", PARAMETER));
        tooLargeProcessor = getInitParameter(PARAMETER, "too-large");
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> refused = deliveries.tooLargeFor(mail);
        if (refused.size() == mail.getRecipients().size()) {
            explain(mail);
            mail.setState(tooLargeProcessor);
            return;
        }
        if (!refused.isEmpty()) {
            passOn(mail, refused);
        }
        deliver(mail);
    }

    /** Comes again, should the server die before the others have theirs. */
    private void passOn(Mail mail, List<MailAddress> refused) throws MessagingException {
        Mail forThem = mail.duplicate();
        try {
            forThem.setRecipients(refused);
            explain(forThem);
            getMailetContext().sendMail(forThem, tooLargeProcessor);
        } finally {
            LifecycleUtil.dispose(forThem);
        }
        List<MailAddress> others = new ArrayList<>(mail.getRecipients());
        others.removeAll(refused);
        mail.setRecipients(others);
    }

    /** Where James's bounces look for it. */
    private static void explain(Mail mail) {
        LOGGER.info("Mail {} is larger than its recipients take", mail.getName());
        mail.setAttribute(
                new Attribute(REASON, AttributeValue.of("552 5.3.4 Message is larger than the recipient takes")));
    }

    private void deliver(Mail mail) throws MessagingException {
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
