// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;

/** The embedded database with the settings that it ships with. */
final class HsqldbFiles implements Storage {
    @Override
    public String product() {
        return "HSQLDB";
    }

    @Override
    public void configure(Path configuration) {
        // no changes
    }

    @Override
    public void multiply(Path home, List<Maildrop> maildrops) throws Exception {
        try (MailboxCopies copies = MailboxCopies.open(home)) {
            copies.multiply(maildrops);
        }
    }
}
