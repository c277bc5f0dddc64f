// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The free space of the file system that this server writes to. Below the floor no mail is accepted, so that accepted mail can still be
 * brought in, fetched and deleted. The space of a remote database is not checked. Thread-safe.
 */
public final class FreeSpace {
    private static final Logger LOGGER = LoggerFactory.getLogger(FreeSpace.class);
    private static final long MEGABYTE = 1024 * 1024;

    private final Path directory;
    private final long floor;
    private final Supplier<Long> usable;
    private boolean scarce;

    /**
     * @param directory on the file system in question
     * @param floor in octets; 0 turns the check off
     */
    public FreeSpace(Path directory, long floor) {
        this.directory = directory;
        this.floor = floor;
        this.usable = Suppliers.memoizeWithExpiration(this::look, 1, TimeUnit.SECONDS);
    }

    /** @throws NoRoomException if the free space is below the floor or unknown */
    public void require() {
        if (isBelowFloor()) {
            throw new NoRoomException("less than " + floor / MEGABYTE + " MB are free");
        }
    }

    /** Whether the free space is below the floor. Unknown free space counts as 0. The value is at most one second old. */
    public boolean isBelowFloor() {
        if (floor == 0) {
            return false;
        }
        boolean below = usable.get() < floor;
        note(below);
        return below;
    }

    private synchronized void note(boolean below) {
        if (below != scarce) {
            scarce = below;
            if (below) {
                LOGGER.error(
                        "Less than {} MB are free on the file system of {}: no mail is taken until there is more",
                        floor / MEGABYTE,
                        directory);
            } else {
                LOGGER.info("There is free space again on the file system of {}: mail is taken", directory);
            }
        }
    }

    private long look() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            LOGGER.warn("The free space of {} cannot be found out", directory, e);
            return 0;
        }
    }
}
