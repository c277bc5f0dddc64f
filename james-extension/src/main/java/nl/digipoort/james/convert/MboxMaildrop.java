// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An mbox whose header fields have all uids. Immutable. */
final class MboxMaildrop implements ForeignMaildrop {
    private final Path file;
    private final List<MboxPart> parts;
    private final UidlFormat format;

    MboxMaildrop(Path file, List<MboxPart> parts, UidlFormat format) {
        this.file = file;
        this.parts = parts;
        this.format = format;
    }

    @Override
    public List<ForeignMessage> messages() throws ConvertException {
        if (parts.isEmpty()) {
            return List.of();
        }
        MboxPart first = parts.get(0);
        long validity = first.validity().orElse(0);
        if (validity == 0) {
            throw unnumbered("it has no X-IMAPbase");
        }
        List<MboxMessage> messages = new ArrayList<>();
        long next = first.lastUid() + 1;
        long last = 0;
        for (MboxPart part : parts.subList(first.isInternalData() ? 1 : 0, parts.size())) {
            long uid = part.uid().orElse(0);
            if (uid <= last || uid > next) {
                throw unnumbered("message " + (messages.size() + 1) + " has no X-UID that Dovecot would take");
            }
            if (!part.isMarked()) {
                throw unnumbered("message " + (messages.size() + 1) + " has no Status of a server that has seen it");
            }
            last = uid;
            next = Math.max(next, uid + 1);
            messages.add(new MboxMessage(file, part, format.uniqueId(uid, validity, "", "")));
        }
        return UniqueIds.verified(messages);
    }

    /** A client may have seen ids that are in Dovecot's index only. */
    private ConvertException unnumbered(String reason) {
        return new ConvertException("the unique-ids are not in " + file + ": " + reason + ". Take pop3://");
    }
}
