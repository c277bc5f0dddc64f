// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.mail.TracedContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/** Held mail that a test adds; its release ends as the test sets it. */
final class FakeHeldDeliveries implements HeldDeliveries {
    private static final byte[] TRACE = new byte[20];
    private static final int OCTETS = 100;

    private final List<HeldMail> held = new ArrayList<>();
    private final List<Username> released = new ArrayList<>();
    private Release outcome = Release.DONE;
    private boolean unavailable;

    void hold(Username maildrop, String mail, Instant heldAt) {
        held.add(HeldMail.of(maildrop, held.size() + 1L, mail, "content-of-" + mail, OCTETS, TRACE, heldAt));
    }

    void endWith(Release release) {
        outcome = release;
    }

    void cutOff() {
        unavailable = true;
    }

    /** The users whose mail a caller tried to release. */
    List<Username> released() {
        return released;
    }

    @Override
    public List<WaitingMaildrop> waiting() {
        reach();
        return held.stream()
                .map(HeldMail::maildrop)
                .distinct()
                .map(this::waiting)
                .sorted(Comparator.comparing(one -> one.oldestHeldAt().orElseThrow()))
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public WaitingMaildrop waiting(Username maildrop) {
        List<HeldMail> mails = next(maildrop, Integer.MAX_VALUE);
        return mails.isEmpty()
                ? WaitingMaildrop.none(maildrop)
                : WaitingMaildrop.of(
                        maildrop,
                        mails.size(),
                        mails.stream()
                                .map(HeldMail::heldAt)
                                .min(Instant::compareTo)
                                .orElseThrow());
    }

    @Override
    public List<HeldMail> next(Username maildrop, int most) {
        reach();
        return held.stream()
                .filter(mail -> mail.maildrop().equals(maildrop))
                .limit(most)
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Optional<MailContent> content(Username maildrop, long sequence) {
        return next(maildrop, Integer.MAX_VALUE).stream()
                .filter(mail -> mail.sequence() == sequence)
                .<MailContent>map(mail -> TracedContent.of(
                        "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII),
                        TestContent.of(mail.name() + "\r\n")))
                .findFirst();
    }

    @Override
    public Removal remove(Username maildrop, long sequence) {
        reach();
        if (outcome == Release.IN_USE) {
            return Removal.IN_USE;
        }
        return held.removeIf(mail -> mail.maildrop().equals(maildrop) && mail.sequence() == sequence)
                ? Removal.REMOVED
                : Removal.NOT_HELD;
    }

    @Override
    public Release release(Username maildrop) {
        reach();
        released.add(maildrop);
        if (outcome == Release.DONE) {
            held.removeIf(mail -> mail.maildrop().equals(maildrop));
        }
        return outcome;
    }

    private void reach() {
        if (unavailable) {
            throw new StoreUnavailableException("unavailable", new IllegalStateException());
        }
    }
}
