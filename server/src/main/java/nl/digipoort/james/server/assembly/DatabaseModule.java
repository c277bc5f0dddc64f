// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import javax.inject.Singleton;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.server.database.DatabaseDamage;

/** The one entity manager factory that the extension and all JPA parts share. */
final class DatabaseModule extends AbstractModule {
    private final DatabaseDamage damage;

    DatabaseModule(DatabaseDamage damage) {
        this.damage = damage;
    }

    @Override
    protected void configure() {
        bind(DatabaseDamage.class).toInstance(damage);
        bind(Database.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    EntityManagerFactory entityManagerFactory(Database database) {
        return database.entityManagerFactory();
    }
}
