// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.io.FileNotFoundException;
import nl.digipoort.james.delivery.HeldSweep;
import nl.digipoort.james.delivery.Reception;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.mail.DeliveryObserver;
import nl.digipoort.james.mail.FreeSpace;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.MailReception;
import org.apache.james.filesystem.api.FileSystem;

/** Deliveries and their observers. There are no observers unless another extension adds some. */
final class DeliveryModule extends AbstractModule {
    private static final String DATA = "file://var/";

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), DeliveryObserver.class);
        bind(HeldDeliveries.class).to(HeldSweep.class);
        bind(MailReception.class).to(Reception.class);
    }

    @Provides
    @Singleton
    FreeSpace freeSpace(FileSystem files, DeliverySettings settings) throws FileNotFoundException {
        return new FreeSpace(files.getFile(DATA).toPath(), settings.freeSpace());
    }
}
