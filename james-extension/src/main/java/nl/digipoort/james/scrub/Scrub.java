// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.scrub;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.maildrop.ContentInspection;
import nl.digipoort.james.maildrop.MaildropException;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every message of all maildrops, and the mail that is held, and logs what cannot be read or has another size than when it was
 * stored. It rests nine times as long as it reads, and takes its turn for the memory of large messages. One pass at a time.
 */
@Singleton
final class Scrub {
    private static final Logger LOGGER = LoggerFactory.getLogger(Scrub.class);
    private static final int REST = 9;
    private static final int MOST_HELD = 1000;
    private static final long TURN_MILLIS = 200;

    private final UsersRepository users;
    private final ContentInspection inspection;
    private final HeldMailStore held;
    private final BodyBudget budget;
    private final ScrubResult result;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Inject
    Scrub(
            UsersRepository users,
            ContentInspection inspection,
            HeldMailStore held,
            BodyBudget budget,
            ScrubResult result) {
        this.users = users;
        this.inspection = inspection;
        this.held = held;
        this.budget = budget;
        this.result = result;
    }

    /** Ends the pass at the next message. */
    void stop() {
        stopped.countDown();
    }

    /** Goes once through everything. A maildrop that cannot be listed is left for the next pass, and so is the result of this one. */
    void pass() throws InterruptedException, UsersRepositoryException {
        result.begin();
        boolean whole = true;
        for (Username user : ImmutableList.copyOf(users.list())) {
            whole &= inspect(user);
        }
        for (WaitingMaildrop maildrop : held.waiting()) {
            inspectHeld(maildrop.maildrop());
        }
        if (whole && !isStopped()) {
            result.end();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private boolean inspect(Username user) throws InterruptedException {
        if (isStopped()) {
            return false;
        }
        try (Turn turn = new Turn(user)) {
            inspection.inspect(user, turn);
            return true;
        } catch (MaildropException | RuntimeException e) {
            LOGGER.warn("The messages of {} cannot be looked at now; the next pass does it", user.asString(), e);
            return false;
        }
    }

    private void inspectHeld(Username maildrop) throws InterruptedException {
        for (HeldMail mail : held.next(maildrop, MOST_HELD)) {
            long begun = System.nanoTime();
            Optional<IOException> failure = read(mail);
            if (failure.isPresent() && held.find(maildrop, mail.sequence()).isPresent()) {
                result.found();
                LOGGER.error(
                        "The mail that is held as number {} for {} is damaged: it cannot be read",
                        mail.sequence(),
                        maildrop.asString(),
                        failure.get());
            } else {
                result.checked();
            }
            if (rest(System.nanoTime() - begun)) {
                return;
            }
        }
    }

    private Optional<IOException> read(HeldMail mail) {
        try (InputStream stream = held.content(mail).open()) {
            stream.transferTo(OutputStream.nullOutputStream());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Returns true if the scrub is to stop. */
    private boolean rest(long nanos) throws InterruptedException {
        return stopped.await(REST * nanos, TimeUnit.NANOSECONDS);
    }

    /** The reading of one maildrop: memory for each message, and a rest after it. */
    private final class Turn implements ContentInspection.Visitor, AutoCloseable {
        private final Username user;
        private Optional<Reservation> memory = Optional.empty();
        private long begun;

        Turn(Username user) {
            this.user = user;
        }

        @Override
        public boolean wants(long octets) throws InterruptedException {
            if (memory.isPresent()) {
                close();
                if (rest(System.nanoTime() - begun)) {
                    return false;
                }
            }
            Reservation share = budget.reserve(octets);
            memory = Optional.of(share);
            while (!share.isGranted()) {
                if (stopped.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            begun = System.nanoTime();
            return !isStopped();
        }

        @Override
        public void sound() {
            result.checked();
        }

        @Override
        public void damaged(long uidValidity, long uid, String how, Optional<Exception> cause) {
            result.checked();
            result.found();
            LOGGER.error(
                    "Message {}.{} of {} is damaged: it {}",
                    uidValidity,
                    uid,
                    user.asString(),
                    how,
                    cause.orElse(null));
        }

        @Override
        public void close() {
            memory.ifPresent(Reservation::close);
            memory = Optional.empty();
        }
    }
}
