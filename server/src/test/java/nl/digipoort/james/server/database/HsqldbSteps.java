// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.hsqldb.Database;
import org.hsqldb.Session;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.lib.FileAccess;
import org.slf4j.LoggerFactory;

/** Calls at each step that HSQLDB takes with its files. */
final class HsqldbSteps {
    private final Runnable call;

    HsqldbSteps(Runnable call) {
        this.call = call;
    }

    /** The steps that it logs, in a database that is opened from now on with {@code hsqldb.extlog=3}, until the events are closed. */
    Events ofTheStart() {
        Events events = new Events(call);
        events.start();
        events.logger.setLevel(Level.DEBUG);
        events.logger.addAppender(events);
        return events;
    }

    /** Before and after each removal, renaming and opening of a file in the open database. */
    void ofTheFiles(Connection connection) throws ReflectiveOperationException, SQLException {
        Database database = ((Session) connection.unwrap(JDBCConnection.class).getSession()).getDatabase();
        Object log = field(database.logger.getClass(), "log").get(database.logger);
        observe(log, field(log.getClass(), "fa"));
        observe(
                database.getProperties(),
                field(database.getProperties().getClass().getSuperclass(), "fa"));
    }

    private void observe(Object owner, Field field) throws ReflectiveOperationException {
        FileAccess files = (FileAccess) field.get(owner);
        field.set(
                owner,
                Proxy.newProxyInstance(
                        FileAccess.class.getClassLoader(),
                        new Class<?>[] {FileAccess.class},
                        (proxy, method, arguments) -> {
                            call.run();
                            try {
                                return method.invoke(files, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                call.run();
                            }
                        }));
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** The events of HSQLDB's log. */
    static final class Events extends AppenderBase<ILoggingEvent> {
        private final Logger logger = (Logger) LoggerFactory.getLogger("hsqldb.db");
        private final Runnable call;

        private Events(Runnable call) {
            this.call = call;
        }

        @Override
        protected void append(ILoggingEvent event) {
            call.run();
        }

        void end() {
            logger.detachAppender(this);
            logger.setLevel(null);
        }
    }
}
