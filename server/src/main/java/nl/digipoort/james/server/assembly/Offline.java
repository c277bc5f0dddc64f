// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.spi.ToolProvider;
import javax.inject.Inject;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.GuiceJamesServer;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.modules.server.JMXServer;
import org.apache.james.modules.server.JmxConfiguration;
import org.apache.james.utils.ClassName;
import org.apache.james.utils.ExtensionConfiguration;
import org.apache.james.utils.GuiceGenericLoader;
import org.apache.james.utils.GuiceProbe;
import org.apache.james.utils.PropertiesProvider;
import org.apache.james.webadmin.WebAdminConfiguration;

/** A James that serves nobody, for a tool of the extension: no WebAdmin, no JMX, and what the extension starts is not started. */
public final class Offline {
    private Offline() {}

    /** That James without its listeners; not started yet. */
    public static GuiceJamesServer without(GuiceJamesServer james) {
        return james.overrideWith(new Silence());
    }

    /** A tool of the extension that has the objects of a started James. */
    public static ToolProvider tool(GuiceJamesServer james, String className) {
        return james.getProbe(Tools.class).find(className);
    }

    private static final class Silence extends AbstractModule {
        @Override
        protected void configure() {
            bind(WebAdminConfiguration.class).toInstance(WebAdminConfiguration.DISABLED_CONFIGURATION);
            Multibinder.newSetBinder(binder(), GuiceProbe.class).addBinding().to(Tools.class);
        }

        /** James's own, which heeds that it is off. */
        @Provides
        @Singleton
        JMXServer jmx(JamesDirectoriesProvider directories) {
            return new JMXServer(JmxConfiguration.DISABLED, directories);
        }

        /** The modules that the operator has configured, and nothing to start. */
        @Provides
        @Singleton
        ExtensionConfiguration extensions(PropertiesProvider properties) throws ConfigurationException {
            ExtensionConfiguration configured;
            try {
                configured = ExtensionConfiguration.from(properties.getConfiguration("extensions"));
            } catch (FileNotFoundException e) {
                configured = ExtensionConfiguration.DEFAULT;
            }
            return new ExtensionConfiguration(
                    configured.getAdditionalGuiceModulesForExtensions(), List.of(), configured.getTaskExtensions());
        }
    }

    /** Finds tools with the class loader of the extensions. */
    static final class Tools implements GuiceProbe {
        private final GuiceGenericLoader extensions;

        @Inject
        Tools(GuiceGenericLoader extensions) {
            this.extensions = extensions;
        }

        private ToolProvider find(String className) {
            try {
                return extensions.instantiate(new ClassName(className));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("the extension has no " + className, e);
            }
        }
    }
}
