// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.EmbeddedGateway;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One gateway for all tests that need nothing special: started by the first, stopped after the last. */
public final class SharedGateway implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestGateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedGateway.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .gateway;
    }

    private static final class Shared implements ExtensionContext.Store.CloseableResource {
        private final TestGateway gateway;

        private Shared(TestGateway gateway) {
            this.gateway = gateway;
        }

        private static Shared start() {
            try {
                Path home = Files.createTempDirectory("digipoort").resolve("home");
                // all tests have one address: wrong passwords in one would delay correct logins in another
                ChangedConfiguration.home(home, "<longestDelay>10</longestDelay>", "<longestDelay>0</longestDelay>");
                return new Shared(TestGateway.on(EmbeddedGateway.start(home)));
            } catch (Exception e) {
                throw new IllegalStateException("the gateway does not start", e);
            }
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}
