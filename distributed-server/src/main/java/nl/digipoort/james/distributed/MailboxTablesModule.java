// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.Set;
import javax.inject.Singleton;
import org.apache.james.backends.cassandra.init.configuration.CassandraConfiguration;
import org.apache.james.backends.cassandra.versions.CassandraSchemaVersionManager;
import org.apache.james.eventsourcing.eventstore.cassandra.CassandraEventStore;
import org.apache.james.eventsourcing.eventstore.cassandra.EventStoreDao;
import org.apache.james.eventsourcing.eventstore.cassandra.JsonEventSerializer;
import org.apache.james.mailbox.cassandra.mail.ACLMapper;
import org.apache.james.mailbox.cassandra.mail.CassandraACLDAOV1;
import org.apache.james.mailbox.cassandra.mail.CassandraACLDAOV2;
import org.apache.james.mailbox.cassandra.mail.CassandraACLMapper;
import org.apache.james.mailbox.cassandra.mail.CassandraApplicableFlagDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraAttachmentDAOV2;
import org.apache.james.mailbox.cassandra.mail.CassandraAttachmentMessageIdDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraDeletedMessageDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraFirstUnseenDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxCounterDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxMapper;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxPathV3DAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxRecentsDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageDAOV3;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageIdDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageIdToImapUidDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraThreadDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraThreadLookupDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraUserMailboxRightsDAO;
import org.apache.james.mailbox.cassandra.mail.eventsourcing.acl.ACLModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAclModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAnnotationModule;
import org.apache.james.mailbox.cassandra.modules.CassandraApplicableFlagsModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAttachmentModule;
import org.apache.james.mailbox.cassandra.modules.CassandraDeletedMessageModule;
import org.apache.james.mailbox.cassandra.modules.CassandraFirstUnseenModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxCounterModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxRecentsModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMessageModule;
import org.apache.james.mailbox.cassandra.modules.CassandraModSeqModule;
import org.apache.james.mailbox.cassandra.modules.CassandraSubscriptionModule;
import org.apache.james.mailbox.cassandra.modules.CassandraThreadModule;
import org.apache.james.mailbox.cassandra.modules.CassandraUidModule;

/** The tables of mailboxes and messages, and who reads and writes each of them. */
final class MailboxTablesModule extends AbstractModule {
    private static final List<Class<?>> ACCESS = List.of(
            CassandraACLDAOV1.class,
            CassandraACLDAOV2.class,
            CassandraApplicableFlagDAO.class,
            CassandraAttachmentDAOV2.class,
            CassandraAttachmentMessageIdDAO.class,
            CassandraDeletedMessageDAO.class,
            CassandraFirstUnseenDAO.class,
            CassandraMailboxCounterDAO.class,
            CassandraMailboxDAO.class,
            CassandraMailboxMapper.class,
            CassandraMailboxPathV3DAO.class,
            CassandraMailboxRecentsDAO.class,
            CassandraMessageDAO.class,
            CassandraMessageDAOV3.class,
            CassandraMessageIdDAO.class,
            CassandraMessageIdToImapUidDAO.class,
            CassandraThreadDAO.class,
            CassandraThreadLookupDAO.class,
            CassandraUserMailboxRightsDAO.class);

    @Override
    protected void configure() {
        Tables.create(
                binder(),
                CassandraAclModule.MODULE,
                CassandraAnnotationModule.MODULE,
                CassandraApplicableFlagsModule.MODULE,
                CassandraAttachmentModule.MODULE,
                CassandraDeletedMessageModule.MODULE,
                CassandraFirstUnseenModule.MODULE,
                CassandraMailboxCounterModule.MODULE,
                CassandraMailboxModule.MODULE,
                CassandraMailboxRecentsModule.MODULE,
                CassandraMessageModule.MODULE,
                CassandraModSeqModule.MODULE,
                CassandraSubscriptionModule.MODULE,
                CassandraThreadModule.MODULE,
                CassandraUidModule.MODULE);
        ACCESS.forEach(type -> bind(type).in(Scopes.SINGLETON));
        bind(ACLMapper.class).to(CassandraACLMapper.class);
        Multibinder.newSetBinder(binder(), EventStoreModule.FORMAT).addBinding().toInstance(ACLModule.ACL_UPDATE);
    }

    /** With an event store of its own: the shared one needs the formats of tasks, and those need mailboxes. */
    @Provides
    @Singleton
    CassandraACLMapper accessLists(
            CassandraACLMapper.StoreV1 earlier,
            CassandraUserMailboxRightsDAO rights,
            CassandraACLDAOV2 lists,
            CqlSession session,
            CassandraSchemaVersionManager versions,
            CassandraConfiguration tuning) {
        JsonEventSerializer format =
                JsonEventSerializer.forModules(Set.of(ACLModule.ACL_UPDATE)).withoutNestedType();
        CassandraEventStore history = new CassandraEventStore(new EventStoreDao(session, format));
        return new CassandraACLMapper(
                earlier, new CassandraACLMapper.StoreV2(rights, lists, history), versions, tuning);
    }
}
