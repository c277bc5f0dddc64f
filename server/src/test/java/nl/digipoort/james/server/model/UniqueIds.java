// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;

/** A unique-id is that of one message for ever, and no two messages of a maildrop have the same. */
final class UniqueIds implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        List<String> broken = new ArrayList<>();
        maildrop.marksByUniqueId().asMap().forEach((uniqueId, marks) -> {
            if (marks.size() > 1) {
                broken.add(uniqueId + " is that of " + marks);
            }
        });
        for (View view : maildrop.views()) {
            if (view.asSet().size() < view.uniqueIds().size()) {
                broken.add(view.session().name() + " sees a unique-id twice: " + view.uniqueIds());
            }
        }
        return broken;
    }
}
