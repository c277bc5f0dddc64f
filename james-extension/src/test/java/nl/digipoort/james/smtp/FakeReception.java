// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.Arrival;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailDigester;
import nl.digipoort.james.mail.MailReception;

/** Takes every mail and reads it twice, or fails as it is told to. */
final class FakeReception implements MailReception {
    /** One mail that was taken. */
    static final class Accepted {
        final String name;
        final byte[] content;
        final List<Addressee> addressees;
        final Arrival arrival;

        private Accepted(String name, byte[] content, List<Addressee> addressees, Arrival arrival) {
            this.arrival = arrival;
            this.name = name;
            this.content = content;
            this.addressees = addressees;
        }

        List<String> maildrops() {
            return addressees.stream().map(Addressee::toString).toList();
        }
    }

    final List<Accepted> accepted = new ArrayList<>();
    Optional<Throwable> failure = Optional.empty();
    Optional<RuntimeException> lackOfRoom = Optional.empty();

    @Override
    public void accept(IncomingMail mail, List<Addressee> addressees) throws IOException {
        if (failure.isPresent()) {
            Throwable thrown = failure.get();
            failure = Optional.empty();
            Throwables.throwIfInstanceOf(thrown, IOException.class);
            Throwables.throwIfUnchecked(thrown);
            throw new IllegalStateException(thrown);
        }
        byte[] first = read(mail);
        if (Arrays.compare(first, read(mail)) != 0
                || first.length != mail.content().octets()) {
            throw new IllegalStateException("the content is another one the second time");
        }
        accepted.add(new Accepted(mail.name(), first, addressees, mail.arrival()));
    }

    @Override
    public MailDigester digester(byte[] trace) {
        return MailDigester.hashing(trace);
    }

    private static byte[] read(IncomingMail mail) throws IOException {
        try (InputStream stream = mail.content().open()) {
            return stream.readAllBytes();
        }
    }

    @Override
    public void requireRoom() {
        lackOfRoom.ifPresent(thrown -> {
            throw thrown;
        });
    }
}
