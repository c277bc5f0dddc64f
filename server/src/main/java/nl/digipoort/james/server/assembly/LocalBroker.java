package nl.digipoort.james.server.assembly;

import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.james.filesystem.api.FileSystem;

/**
 * The ActiveMQ broker, reachable from inside this process only. James's own opens a TCP port besides, without a password;
 * nothing here needs it.
 */
final class LocalBroker {
    private static final String NAME = "james";

    private final BrokerService broker;

    @Inject
    LocalBroker(FileSystem files) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(files.getFile("file://var/store/activemq/brokers/KahaDB"));
        broker = new BrokerService();
        broker.setBrokerName(NAME);
        broker.setBrokerId("broker");
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setSchedulerSupport(false);
        broker.setPersistent(true);
        broker.setDataDirectoryFile(files.getFile("file://var/store/activemq/brokers"));
        broker.setPersistenceAdapter(store);
        broker.setEnableStatistics(true);
        broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()});
        broker.start();
    }

    ConnectionFactory connections() {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("vm://" + NAME + "?create=false");
        connections.setTrustAllPackages(false);
        connections.setPrefetchPolicy(takeOneByOne());
        connections.setRedeliveryPolicy(asOftenAsNeeded());
        return connections;
    }

    /** After a number of failures, six if it is not set, mail would end in a dead letter queue that nobody looks at. */
    private static RedeliveryPolicy asOftenAsNeeded() {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return policy;
    }

    /** Mail that was fetched ahead would be out of sight of the other spooler threads. */
    private static ActiveMQPrefetchPolicy takeOneByOne() {
        ActiveMQPrefetchPolicy policy = new ActiveMQPrefetchPolicy();
        policy.setQueuePrefetch(0);
        policy.setTopicPrefetch(0);
        return policy;
    }

    @PreDestroy
    void stop() throws Exception {
        broker.stop();
    }
}
