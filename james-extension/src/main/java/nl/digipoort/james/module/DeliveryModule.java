package nl.digipoort.james.module;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import nl.digipoort.james.delivery.DeliveryObserver;
import nl.digipoort.james.delivery.HeldSweep;
import nl.digipoort.james.journal.HeldDeliveries;

/** Deliveries, and those who watch them: none, unless another extension adds some. */
final class DeliveryModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), DeliveryObserver.class);
        bind(HeldDeliveries.class).to(HeldSweep.class);
    }
}
