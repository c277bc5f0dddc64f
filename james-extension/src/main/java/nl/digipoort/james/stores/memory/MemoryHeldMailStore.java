// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.ChunkedContent;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/** Held mail in this JVM, for servers that also keep their mailboxes there. Thread-safe. */
public final class MemoryHeldMailStore implements HeldMailStore {
    private final Clock clock;
    private final Map<Username, NavigableMap<Long, HeldMail>> mails = new HashMap<>();
    /** By sequence number; the mails of one content have the same array. */
    private final Map<Long, byte[]> contents = new HashMap<>();

    private long lastSequence;

    public MemoryHeldMailStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Map<Username, Long> hold(IncomingMail mail, List<Addressee> addressees) throws IOException {
        byte[] octets = read(mail.content());
        Map<Username, Long> numbers = new HashMap<>();
        synchronized (this) {
            String contentId = UUID.randomUUID().toString();
            Instant now = clock.instant();
            for (Addressee addressee : addressees) {
                lastSequence++;
                HeldMail held = HeldMail.of(
                        addressee.maildrop(),
                        lastSequence,
                        mail.name(),
                        contentId,
                        octets.length,
                        addressee.trace(),
                        now);
                numbers.put(addressee.maildrop(), lastSequence);
                contents.put(lastSequence, octets);
                mails.computeIfAbsent(addressee.maildrop(), maildrop -> new TreeMap<>())
                        .put(lastSequence, held);
            }
        }
        return numbers;
    }

    private static byte[] read(MailContent content) throws IOException {
        try (InputStream stream = content.open()) {
            byte[] octets = stream.readAllBytes();
            if (octets.length != content.octets()) {
                throw new EOFException("of " + content.octets() + " octets " + octets.length + " came");
            }
            return octets;
        }
    }

    @Override
    public synchronized boolean isWaiting(Username maildrop) {
        return mails.containsKey(maildrop);
    }

    @Override
    public synchronized List<HeldMail> next(Username maildrop, int most) {
        return of(maildrop).values().stream().limit(most).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public synchronized Optional<HeldMail> find(Username maildrop, long sequence) {
        return Optional.ofNullable(of(maildrop).get(sequence));
    }

    @Override
    public MailContent content(HeldMail mail) {
        return new ChunkedContent(mail.octets(), Integer.MAX_VALUE, chunk -> octetsOf(mail.sequence()));
    }

    private synchronized byte[] octetsOf(long sequence) throws IOException {
        if (!contents.containsKey(sequence)) {
            throw new IOException("the content of the held mail is gone");
        }
        return contents.get(sequence);
    }

    @Override
    public synchronized void remove(HeldMail mail) {
        of(mail.maildrop()).remove(mail.sequence());
        contents.remove(mail.sequence());
        mails.computeIfPresent(mail.maildrop(), (maildrop, left) -> left.isEmpty() ? null : left);
    }

    @Override
    public synchronized List<WaitingMaildrop> waiting() {
        return mails.entrySet().stream()
                .map(entry -> WaitingMaildrop.of(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().firstEntry().getValue().heldAt()))
                .collect(Collectors.toUnmodifiableList());
    }

    synchronized boolean hasNoContents() {
        return contents.isEmpty();
    }

    private NavigableMap<Long, HeldMail> of(Username maildrop) {
        return mails.getOrDefault(maildrop, new TreeMap<>());
    }
}
