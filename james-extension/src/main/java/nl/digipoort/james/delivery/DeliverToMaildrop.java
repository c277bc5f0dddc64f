// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.Arrival;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MailDigester;
import nl.digipoort.james.mail.MailReception;
import nl.digipoort.james.mail.NoRoomException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local delivery for operators whose mail passes through mailets. In {@code mailetcontainer.xml} it replaces James's LocalDelivery, with
 * {@code onMailetException} {@code propagate}. A failure puts the mail back into the spool; mail that was delivered is recognised when it
 * comes again. Mail that is too large for a recipient is sent to another processor.
 */
public final class DeliverToMaildrop extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliverToMaildrop.class);
    private static final String PARAMETER = "tooLargeProcessor";
    private static final AttributeName REASON = AttributeName.of("delivery-error");

    private final MailReception reception;
    private final UsersRepository users;
    private final Capacity capacity;
    private String tooLargeProcessor;

    @Inject
    DeliverToMaildrop(MailReception reception, UsersRepository users, Capacity capacity) {
        this.reception = reception;
        this.users = users;
        this.capacity = capacity;
    }

    @Override
    public void init() throws MessagingException {
        checkInitParameters(Set.of("onMailetException", "onMatchException", PARAMETER));
        tooLargeProcessor = getInitParameter(PARAMETER, "too-large");
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> refused = tooLargeFor(mail);
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

    private List<MailAddress> tooLargeFor(Mail mail) throws MessagingException {
        long octets = mail.getMessageSize();
        List<MailAddress> tooLarge = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            if (capacity.isTooLargeAsItCame(maildrop(recipient), octets)) {
                tooLarge.add(recipient);
            }
        }
        return tooLarge;
    }

    private Username maildrop(MailAddress recipient) throws MessagingException {
        try {
            return users.getUsername(recipient);
        } catch (UsersRepositoryException e) {
            throw new MessagingException("the maildrop of " + recipient.asString() + " cannot be found out", e);
        }
    }

    /** Sent again if the server dies before the remaining recipients are served. */
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

    /** Sets the reason in the attribute that James's bounces read. */
    private static void explain(Mail mail) {
        LOGGER.info("Mail {} is larger than its recipients take", mail.getName());
        mail.setAttribute(
                new Attribute(REASON, AttributeValue.of("552 5.3.4 Message is larger than the recipient takes")));
    }

    private void deliver(Mail mail) throws MessagingException {
        String sender = mail.getMaybeSender().asString("");
        byte[] trace = ("Return-Path: <" + sender + ">\r\n").getBytes(StandardCharsets.US_ASCII);
        MailDigester digester = reception.digester(trace);
        try {
            MailContent content = MimeMessageContent.of(mail.getMessage(), digester);
            reception.accept(
                    IncomingMail.fromQueue(AcceptedName.of(mail), content)
                            .withArrival(Arrival.fromQueue(sender, digester.end())),
                    addressees(mail, trace));
        } catch (IOException | StoreUnavailableException | NoRoomException | NotRecordedException e) {
            throw new MessagingException("mail " + mail.getName() + " cannot be delivered now", e);
        }
        mail.setState(Mail.GHOST);
    }

    private List<Addressee> addressees(Mail mail, byte[] trace) throws MessagingException {
        Set<Username> maildrops = new LinkedHashSet<>();
        for (MailAddress recipient : mail.getRecipients()) {
            maildrops.add(maildrop(recipient));
        }
        return maildrops.stream()
                .map(maildrop -> Addressee.of(maildrop, trace))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public String getMailetInfo() {
        return "Delivery into maildrops under their lock";
    }
}
