// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.modules.server.JMXServer;
import org.apache.james.utils.GuiceProbe;

/** Binds {@link LoopbackJmxServer} instead of James's JMX server. */
final class LoopbackJmxModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(LoopbackJmxServer.class).in(Scopes.SINGLETON);
        bind(JMXServer.class).to(LoopbackJmxServer.class);
        Multibinder.newSetBinder(binder(), GuiceProbe.class).addBinding().to(LoopbackJmxServer.class);
    }
}
