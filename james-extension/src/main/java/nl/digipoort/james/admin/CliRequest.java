// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.MaildropMailbox;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/** One mailbox command: its lock and its first failure. Not thread-safe: James runs a command on one thread. */
final class CliRequest {
    private static final String HOLDER = "command line of James";

    private final MailboxManager mailboxes;
    private final UsersRepository users;
    private final Leases leases;
    private final MailboxSession session;
    private Optional<OwnedLease> lease = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    CliRequest(MailboxManager mailboxes, UsersRepository users, Leases leases, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.users = users;
        this.leases = leases;
        this.session = session;
    }

    /** Takes the maildrop's lock, unless the command already has it. */
    void lock(Username maildrop) throws MailboxException {
        if (lease.isEmpty()) {
            lease = leases.forDelivery(maildrop, HOLDER);
        }
        if (!lease.orElseThrow(() -> inUse(maildrop)).hasTimeForAStep()) {
            throw new MailboxException("the lock of " + maildrop.asString() + " is lost");
        }
    }

    private static MailboxException inUse(Username maildrop) {
        return new MailboxException(
                "the maildrop of " + maildrop.asString() + " is in use by a session or a delivery; try again later");
    }

    /** The inbox under the maildrop's lock, created if necessary: a user has none before the first login or delivery. */
    MessageManager openInbox(Username maildrop) throws MailboxException {
        requireUser(maildrop);
        lock(maildrop);
        return MaildropMailbox.open(mailboxes, MailboxPath.inbox(maildrop), session);
    }

    private void requireUser(Username maildrop) throws MailboxException {
        try {
            if (!users.contains(maildrop)) {
                throw new MailboxException("there is no user " + maildrop.asString());
            }
        } catch (UsersRepositoryException e) {
            throw new MailboxException("cannot find out whether there is a user " + maildrop.asString(), e);
        }
    }

    Object remembering(Step step) throws Throwable {
        try {
            return step.run();
        } catch (Throwable e) {
            failure = failure.or(() -> Optional.of(e));
            throw e;
        }
    }

    /**
     * Releases the lock.
     *
     * @throws IllegalStateException if the command failed; the reason is only text, because the client knows no class of ours
     */
    void end() {
        lease.ifPresent(OwnedLease::release);
        failure.ifPresent(cause -> {
            throw new IllegalStateException("not done, or not all of it: " + reason(cause));
        });
    }

    private static String reason(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getSimpleName()))
                .distinct()
                .collect(Collectors.joining(": "));
    }

    /** A call to James. */
    interface Step {
        Object run() throws Throwable;
    }
}
