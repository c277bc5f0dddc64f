// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What {@link DigipoortServer} does in JUnit 5. A server ends with the context that began it. */
public final class DigipoortServerExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DigipoortServerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        fill(context, null, field -> Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        running(context).ifPresent(TestServer::reset);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            fill(context, instance, field -> !Modifier.isStatic(field.getModifiers()));
        }
    }

    private void fill(ExtensionContext context, Object instance, Predicate<Field> which) throws IllegalAccessException {
        Class<?> type = instance == null ? context.getRequiredTestClass() : instance.getClass();
        for (Field field : AnnotationSupport.findAnnotatedFields(
                type, DigipoortServer.class, which, HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            field.set(instance, own(context, field, field.getAnnotation(DigipoortServer.class)));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestServer.class;
    }

    @Override
    public TestServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter
                .findAnnotation(DigipoortServer.class)
                .map(own -> own(context, parameter.getParameter(), own))
                .orElseGet(() -> shared(context));
    }

    private static TestServer own(ExtensionContext context, Object key, DigipoortServer annotation) {
        return started(context.getStore(NAMESPACE), key, annotation);
    }

    /** That of the outermost class with the annotation. */
    private static TestServer shared(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getParent().isPresent()
                && annotation(ofClass.getParent().get()).isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        ExtensionContext owner = ofClass;
        return annotation(owner)
                .map(found -> started(owner.getStore(NAMESPACE), TestServer.class, found))
                .orElseThrow(() -> new IllegalStateException("@DigipoortServer is neither on the class nor here"));
    }

    private static Optional<TestServer> running(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(TestServer.class, Closing.class))
                .map(Closing::server);
    }

    private static Optional<DigipoortServer> annotation(ExtensionContext context) {
        return context.getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, DigipoortServer.class));
    }

    private static TestServer started(Store store, Object key, DigipoortServer annotation) {
        return store.getOrComputeIfAbsent(key, unused -> new Closing(start(annotation)), Closing.class).server;
    }

    private static TestServer start(DigipoortServer annotation) {
        TestServerSettings settings = TestServerSettings.usual()
                .with(annotation.value())
                .withLoginDelay(Duration.ofSeconds(annotation.loginDelay()));
        return TestServer.start(annotation.scram() ? settings.withScram() : settings);
    }

    private record Closing(TestServer server) implements Store.CloseableResource {
        @Override
        public void close() {
            server.close();
        }
    }
}
