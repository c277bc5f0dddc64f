// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.apache.james.backends.cassandra.components.CassandraModule;

/** The tables that James creates in its keyspace at its start. */
final class Tables {
    private Tables() {}

    static void create(Binder binder, CassandraModule... tables) {
        Multibinder<CassandraModule> all = Multibinder.newSetBinder(binder, CassandraModule.class);
        List.of(tables).forEach(table -> all.addBinding().toInstance(table));
    }
}
