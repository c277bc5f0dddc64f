// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;

/** Reads through James's mailbox API, counts the messages that are read with their bodies, and fails when asked to. */
public final class CountingReader implements MessageReader {
    private final MessageReader api = new MailboxApiReader();
    private boolean failing;
    private boolean failingNext;
    private int bodies;

    @Override
    public InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
            throws MailboxException, IOException {
        requireNoFailure();
        bodies++;
        return api.read(manager, mailbox, uid, session);
    }

    @Override
    public Optional<byte[]> readHeader(
            MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session)
            throws MailboxException, IOException {
        requireNoFailure();
        return api.readHeader(manager, mailbox, uid, most, session);
    }

    @Override
    public boolean isDamage(Exception failure) {
        return api.isDamage(failure);
    }

    private void requireNoFailure() throws MailboxException {
        boolean fails = failing || failingNext;
        failingNext = false;
        if (fails) {
            throw new MailboxException("as asked");
        }
    }

    public int bodies() {
        return bodies;
    }

    public void forget() {
        bodies = 0;
    }

    public void failNext() {
        failingNext = true;
    }

    public void fail() {
        failing = true;
    }
}
