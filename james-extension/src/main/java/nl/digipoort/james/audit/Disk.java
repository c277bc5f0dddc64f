// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How the data of a file gets to the disk. */
interface Disk {
    Disk REAL = channel -> channel.force(false);

    void force(FileChannel channel) throws IOException;
}
