package nl.digipoort.james.server.assembly;

import javax.inject.Inject;
import javax.jms.ConnectionFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.activemq.ActiveMQMailQueueFactory;
import org.apache.james.queue.activemq.metric.ActiveMQMetricCollector;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;

/** James's ActiveMQ queues on {@link LocalBroker}; James can only inject its own broker into them. */
final class LocalMailQueueFactory extends ActiveMQMailQueueFactory {
    @Inject
    LocalMailQueueFactory(
            ConnectionFactory connections,
            MailQueueItemDecoratorFactory decorators,
            MetricFactory metrics,
            GaugeRegistry gauges,
            ActiveMQMetricCollector collector) {
        super(connections, decorators, metrics, gauges, collector);
        setUseJMX(true);
        setUseBlobMessages(false);
        init();
    }
}
