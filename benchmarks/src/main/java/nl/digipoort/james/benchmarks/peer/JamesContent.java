// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Creates maildrops through James. */
final class JamesContent {
    static final String DOMAIN = "bench.local";

    private final JamesAdministration james;
    private final Path scratch;

    JamesContent(JamesAdministration james, Path scratch) {
        this.james = james;
        this.scratch = scratch;
    }

    /** @param most most messages that are appended to one maildrop */
    void make(List<Maildrop> maildrops, int most) throws Exception {
        james.addDomain(DOMAIN);
        Path file = scratch.resolve("message.eml");
        for (Maildrop maildrop : maildrops) {
            james.addAccount(maildrop.account());
            if (maildrop.messages() > 0) {
                Files.write(file, Message.of(maildrop.octets()));
            }
            for (int i = 0; i < Math.min(maildrop.messages(), most); i++) {
                james.append(maildrop.account(), file);
            }
        }
    }
}
