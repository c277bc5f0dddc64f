package nl.digipoort.james.delivery;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.lock.StoreUnavailableException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;

/**
 * The mail of held deliveries, in a mail repository of James's, where its own tools see it: one entry a recipient. Trouble is a
 * {@link StoreUnavailableException}. Thread-safe.
 */
@Singleton
final class HeldMail {
    /** The column of James JPA has place for no more; an IPv6 address may be longer. */
    private static final int LONGEST_REMOTE_ADDRESS = 20;

    private final Supplier<MailRepository> repository;

    @Inject
    HeldMail(MailRepositoryStore repositories, DeliverySettings settings) {
        // not before James has started its stores
        this.repository = Suppliers.memoize(() -> open(repositories, settings.heldRepository()));
    }

    private static MailRepository open(MailRepositoryStore repositories, String path) {
        Protocol protocol = repositories
                .defaultProtocol()
                .orElseThrow(() -> new IllegalStateException(
                        "mailrepositorystore.xml has no defaultProtocol, in which held mail would be kept"));
        try {
            return repositories.select(MailRepositoryUrl.fromPathAndProtocol(protocol, MailRepositoryPath.from(path)));
        } catch (MailRepositoryStoreException e) {
            throw new StoreUnavailableException("the repository of held mail cannot be opened", e);
        }
    }

    /** Stores the mail, durably, for one recipient; what was stored under the key is replaced. */
    void store(HeldKey key, MailAddress recipient, Mail mail) {
        MailImpl copy = null;
        try {
            copy = copy(key, recipient, mail);
            repository.get().store(copy);
        } catch (MessagingException e) {
            throw new StoreUnavailableException("mail " + key + " cannot be held", e);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    private static MailImpl copy(HeldKey key, MailAddress recipient, Mail mail) throws MessagingException {
        AcceptedName.keep(mail);
        String address = mail.getRemoteAddr();
        return MailImpl.builder()
                .name(key.asString())
                .sender(mail.getMaybeSender())
                .addRecipient(recipient)
                .mimeMessage(mail.getMessage())
                .state(Mail.DEFAULT)
                .lastUpdated(mail.getLastUpdated())
                .remoteHost(mail.getRemoteHost())
                .remoteAddr(address.substring(0, Math.min(address.length(), LONGEST_REMOTE_ADDRESS)))
                .addAttributes(mail.attributes().collect(Collectors.toUnmodifiableList()))
                .build();
    }

    /** All keys of held mail, in order of arrival. */
    List<HeldKey> keys() {
        List<HeldKey> keys = new ArrayList<>();
        try {
            for (Iterator<MailKey> all = repository.get().list(); all.hasNext(); ) {
                HeldKey.parse(all.next()).ifPresent(keys::add);
            }
        } catch (MessagingException e) {
            throw new StoreUnavailableException("held mail cannot be listed", e);
        }
        keys.sort(null);
        return keys;
    }

    /** Those for one maildrop. */
    List<HeldKey> keys(Username maildrop) {
        return keys().stream().filter(key -> key.isFor(maildrop)).collect(Collectors.toUnmodifiableList());
    }

    /** The mail, to be disposed of; empty if it has been brought in, or taken away by an operator. */
    Optional<Mail> find(HeldKey key) {
        try {
            return Optional.ofNullable(repository.get().retrieve(key.asMailKey()));
        } catch (MessagingException e) {
            throw new StoreUnavailableException("held mail " + key + " cannot be read", e);
        }
    }

    void remove(HeldKey key) {
        try {
            repository.get().remove(key.asMailKey());
        } catch (MessagingException e) {
            throw new StoreUnavailableException("held mail " + key + " cannot be removed", e);
        }
    }
}
