// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A Maildir with the unique-ids of its list. Immutable. */
final class MaildirMaildrop implements ForeignMaildrop {
    private final Maildir maildir;
    private final UniqueIdList list;
    private final String remark;
    private final Instant now;

    MaildirMaildrop(Maildir maildir, UniqueIdList list, String remark, Instant now) {
        this.maildir = maildir;
        this.list = list;
        this.remark = remark;
        this.now = now;
    }

    @Override
    public List<ForeignMessage> messages() throws IOException, ConvertException {
        List<MaildirMessage> messages = new ArrayList<>();
        for (NumberedFile file : list.number(maildir.files().keySet())) {
            try {
                messages.add(MaildirMessage.of(maildir.files().get(file.name()), file.uniqueId(), list, now));
            } catch (NoSuchFileException e) {
                throw new ConvertException("its maildrop was changed while it was read: stop the old server", e);
            }
        }
        return UniqueIds.verified(messages);
    }

    @Override
    public String remark() {
        return remark;
    }
}
