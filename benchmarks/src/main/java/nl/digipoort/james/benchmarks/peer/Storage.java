// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;

/** The database of an embedded server. */
interface Storage {
    /** Its name, for the report. */
    String product();

    /** @param configuration the directory, as shipped */
    void configure(Path configuration) throws Exception;

    /**
     * Adds the missing messages to the maildrops, each of which has its first message.
     *
     * @param home of a server that has been started before, and is stopped
     */
    void multiply(Path home, List<Maildrop> maildrops) throws Exception;
}
