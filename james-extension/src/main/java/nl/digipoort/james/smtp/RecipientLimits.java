package nl.digipoort.james.smtp;

import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import nl.digipoort.james.limits.Capacity;
import nl.digipoort.james.lock.StoreUnavailableException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses mail over SMTP that its recipients do not take: at RCPT by the size that the client has declared and by the quota, and
 * at the end of DATA what is too large for all recipients. In {@code smtpserver.xml} it stands in front of James's
 * CoreCmdHandlerLoader. What cannot be judged is let through, as the delivery looks again. Thread-safe.
 */
public final class RecipientLimits implements RcptHook, JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecipientLimits.class);

    /** Where James keeps the value of SIZE (RFC 1870). */
    private static final AttachmentKey<Integer> DECLARED_SIZE = AttachmentKey.of("MESG_SIZE", Integer.class);

    private static final HookResult TOO_LARGE = HookResult.builder()
            .hookReturnCode(HookReturnCode.deny())
            .smtpReturnCode(SMTPRetCode.QUOTA_EXCEEDED)
            .smtpDescription("5.3.4 Message is larger than the recipient takes")
            .build();
    /** For a while: it is over when messages are fetched, and until then the sender keeps the mail. */
    private static final HookResult FULL = HookResult.builder()
            .hookReturnCode(HookReturnCode.denySoft())
            .smtpReturnCode(SMTPRetCode.SYSTEM_STORAGE_ERROR)
            .smtpDescription("4.2.2 Maildrop is full, try again later")
            .build();

    private final UsersRepository users;
    private final Capacity capacity;

    @Inject
    RecipientLimits(UsersRepository users, Capacity capacity) {
        this.users = users;
        this.capacity = capacity;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        long declared = session.getAttachment(DECLARED_SIZE, State.Transaction).orElse(0);
        try {
            Optional<Username> user = account(recipient);
            if (user.isEmpty()) {
                return HookResult.DECLINED;
            }
            if (capacity.isTooLarge(user.get(), declared)) {
                return TOO_LARGE;
            }
            return capacity.isFull(user.get(), declared) ? FULL : HookResult.DECLINED;
        } catch (UsersRepositoryException | StoreUnavailableException e) {
            LOGGER.warn("The limits of {} cannot be found out now; the delivery looks again", recipient.asString(), e);
            return HookResult.DECLINED;
        }
    }

    /** Of several recipients those who take it get it; the others are left to the delivery. */
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            long octets = mail.getMessageSize();
            for (MailAddress recipient : mail.getRecipients()) {
                Optional<Username> user = account(recipient);
                if (user.isEmpty() || !capacity.isTooLargeAsItCame(user.get(), octets)) {
                    return HookResult.DECLINED;
                }
            }
            return TOO_LARGE;
        } catch (MessagingException | UsersRepositoryException | StoreUnavailableException e) {
            LOGGER.warn("The size of mail {} cannot be judged now; the delivery looks again", mail.getName(), e);
            return HookResult.DECLINED;
        }
    }

    /** Empty for an alias: whose mail it is the delivery knows. */
    private Optional<Username> account(MailAddress recipient) throws UsersRepositoryException {
        Username user = users.getUsername(recipient);
        return users.contains(user) ? Optional.of(user) : Optional.empty();
    }
}
