// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.io.FileNotFoundException;
import nl.digipoort.james.clock.ClockNote;
import org.apache.james.filesystem.api.FileSystem;

/** The watch over the wall clock. Its note is a file of each node, as its clock is. */
final class ClockModule extends AbstractModule {
    private static final String NOTE = "file://var/digipoort-clock";

    @Provides
    ClockNote clockNote(FileSystem files) throws FileNotFoundException {
        return new ClockNote(files.getFile(NOTE).toPath());
    }
}
