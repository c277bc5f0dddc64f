// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.injection;

import com.google.inject.Binding;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.HasDependencies;
import com.google.inject.spi.InjectionPoint;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.spi.Message;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.james.backends.postgres.utils.PostgresExecutor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.PropertiesProvider;

/**
 * Wires our module for a James in memory, or for its {@code postgres-app} if there is a {@code postgres.properties}, whose other parts are
 * stand-ins that are never asked for. Loaded by {@link JakartaLoader}. Given the folder of {@code conf/}, it answers the classes of ours that
 * Guice found singletons.
 */
public final class Wiring implements Function<String, Set<String>> {
    private static final String ROOT = "nl.digipoort.james.";

    @Override
    public Set<String> apply(String home) {
        try {
            return wire(home);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (ConfigurationException | CreationException e) {
            // in words, as long as the loader has those classes
            throw new IllegalStateException(e.toString(), e);
        }
    }

    private static Set<String> wire(String home) throws ReflectiveOperationException {
        List<Class<?>> named = List.of(
                Class.forName(ROOT + "module.DigipoortStartable"), Class.forName(ROOT + "admin.DigipoortRoutes"));
        Module ours = (Module) james(home, Set.of()).getInstance(Class.forName(ROOT + "module.DigipoortModule"));
        Needs needs = Needs.of(Elements.getElements(ours), named);
        Injector extension = james(home, needs.standIns).createChildInjector(ours);
        named.forEach(extension::getBinding);
        if (isPostgresApp(home)) {
            lookForLocks(extension);
        }
        Set<String> singletons = new TreeSet<>();
        for (Class<?> type : needs.built) {
            if (Scopes.isSingleton(extension.getBinding(type))) {
                singletons.add(type.getName());
            }
        }
        return singletons;
    }

    private static boolean isPostgresApp(String home) {
        return Files.exists(Path.of(home, "conf", "postgres.properties"));
    }

    /** Which opens the pool, and makes a table. */
    private static void lookForLocks(Injector extension) throws ReflectiveOperationException {
        Class<?> database = Class.forName(ROOT + "stores.jdbc.PostgresDatabase");
        Class<?> locks = Class.forName(ROOT + "lock.MaildropLocks");
        Object opened = extension.getInstance(database);
        try {
            locks.getMethod("lookAll").invoke(extension.getInstance(locks));
        } finally {
            database.getMethod("close").invoke(opened);
        }
    }

    private static Injector james(String home, Set<Key<?>> standIns) {
        Configuration configuration =
                Configuration.builder().workingDirectory(home).build();
        FileSystemImpl files = new FileSystemImpl(configuration.directories());
        Set<Key<?>> others = new HashSet<>(standIns);
        others.removeAll(Set.of(
                Key.get(ConfigurationProvider.class),
                Key.get(PropertiesProvider.class),
                Key.get(MailboxManager.class)));
        return Guice.createInjector(binder -> {
            binder.bind(ConfigurationProvider.class).toInstance(new FileConfigurationProvider(files, configuration));
            binder.bind(PropertiesProvider.class)
                    .toInstance(new PropertiesProvider(files, configuration.configurationPath()));
            if (isPostgresApp(home)) {
                binder.bind(PostgresExecutor.class).toInstance(new PostgresExecutor());
            }
            binder.bind(MailboxManager.class).to(InMemoryMailboxManager.class);
            binder.bind(InMemoryMailboxManager.class).toProvider(() -> null);
            others.forEach(key -> binder.bind((Key<?>) key).toProvider(absent()));
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> Provider<T> absent() {
        return () -> (T) null;
    }

    /** What our classes want of James, and those of ours that Guice builds without a binding. */
    private static final class Needs {
        private final Set<Key<?>> standIns = new HashSet<>();
        private final Set<Class<?>> built = new HashSet<>();
        private final Set<Key<?>> seen = new HashSet<>();
        private final Deque<Key<?>> left = new ArrayDeque<>();

        private static Needs of(List<Element> elements, List<Class<?>> named) {
            Needs needs = new Needs();
            named.forEach(type -> needs.left.add(Key.get(type)));
            List<String> errors = new ArrayList<>();
            for (Element element : elements) {
                if (element instanceof Message) {
                    errors.add(element.toString());
                }
                if (element instanceof Binding<?> binding) {
                    needs.seen.add(binding.getKey());
                }
            }
            if (!errors.isEmpty()) {
                throw new IllegalStateException(errors.toString());
            }
            for (Element element : elements) {
                if (element instanceof LinkedKeyBinding<?> binding) {
                    needs.left.add(binding.getLinkedKey());
                } else if (element instanceof HasDependencies parts) {
                    parts.getDependencies().forEach(dependency -> needs.left.add(dependency.getKey()));
                }
            }
            while (!needs.left.isEmpty()) {
                needs.take(needs.left.removeFirst());
            }
            return needs;
        }

        private void take(Key<?> key) {
            Class<?> type = key.getTypeLiteral().getRawType();
            if (type.equals(Injector.class) || type.getName().endsWith("inject.Provider")) {
                return;
            }
            if (!seen.add(key)) {
                return;
            }
            boolean ours = type.getName().startsWith(ROOT);
            if (!ours
                    || type.isInterface()
                    || Modifier.isAbstract(type.getModifiers())
                    || key.getAnnotationType() != null) {
                standIns.add(key);
                return;
            }
            built.add(type);
            for (Dependency<?> dependency :
                    InjectionPoint.forConstructorOf(key.getTypeLiteral()).getDependencies()) {
                left.add(dependency.getKey());
            }
        }
    }
}
