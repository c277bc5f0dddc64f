// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.io.File;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;

/**
 * Accepted mail that versions before {@code HeldMailStore} have left where this one does not look: the repository of held mail, and the queue
 * of an ActiveMQ that this James no longer contains. Thread-safe.
 */
public final class EarlierMail {
    private static final String HELD = "var/mail/held";
    private static final String QUEUE = "var/store/activemq";
    private static final String BROKER = "org/apache/activemq/broker/BrokerService.class";
    private static final String HOW = "follow docs/operate/upgrade.md, \"Mail of versions before 29 November 2026\"";

    private final MailRepositoryStore repositories;
    private final FileSystem files;

    @Inject
    EarlierMail(MailRepositoryStore repositories, FileSystem files) {
        this.repositories = repositories;
        this.files = files;
    }

    /** @throws StoreUnavailableException if James's mail repositories cannot be looked at */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        long held = held();
        if (held > 0) {
            findings.add(Finding.breaking(
                    HELD, "mails that an earlier version accepted and that are in no maildrop: " + held, HOW));
        }
        if (hasQueueNobodyReads()) {
            findings.add(Finding.breaking(
                    QUEUE, "the queue of an earlier version may have accepted mail, and nothing reads it", HOW));
        }
        return findings;
    }

    private long held() {
        long held = 0;
        try {
            for (MailRepository repository :
                    repositories.getByPath(MailRepositoryPath.from(HELD)).collect(Collectors.toUnmodifiableList())) {
                held += repository.size();
            }
            return held;
        } catch (MailRepositoryStoreException | MessagingException e) {
            throw new StoreUnavailableException("the mail repository " + HELD + " cannot be looked at", e);
        }
    }

    private boolean hasQueueNobodyReads() {
        try {
            File queue = files.getFile("file://" + QUEUE);
            return queue.exists() && EarlierMail.class.getClassLoader().getResource(BROKER) == null;
        } catch (FileNotFoundException e) {
            return false;
        }
    }
}
