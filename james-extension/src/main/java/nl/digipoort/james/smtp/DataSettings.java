// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.nio.file.Path;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The memory settings for incoming messages: the element {@code data}. Immutable. */
final class DataSettings {
    private static final int KILOBYTE = 1024;
    private static final int MEGABYTE = KILOBYTE * KILOBYTE;
    private static final int HEAP_PART = 20;
    private static final int MOST_KILOBYTES = 1_000_000;
    private static final int MOST_MEGABYTES = 1_000_000;

    private final int inMemory;
    private final long memory;
    private final Path spoolDirectory;

    private DataSettings(Section data) throws ConfigurationException {
        data.allow("inMemory", "memory", "spoolDirectory");
        long heapPart = Runtime.getRuntime().maxMemory() / HEAP_PART / MEGABYTE;
        this.inMemory = KILOBYTE * data.number("inMemory", 4096, 0, MOST_KILOBYTES);
        this.memory =
                (long) MEGABYTE * data.number("memory", (int) Math.min(heapPart, MOST_MEGABYTES), 0, MOST_MEGABYTES);
        this.spoolDirectory = data.writableDirectory("spoolDirectory");
    }

    static DataSettings from(Section data) throws ConfigurationException {
        return new DataSettings(data);
    }

    /** Most octets of one message in memory. */
    int inMemory() {
        return inMemory;
    }

    /** Most octets of all messages together in memory. */
    long memory() {
        return memory;
    }

    /** The directory for the files of larger messages. */
    Path spoolDirectory() {
        return spoolDirectory;
    }
}
