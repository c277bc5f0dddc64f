// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import javax.inject.Inject;
import org.apache.james.backends.rabbitmq.RabbitMQConfiguration;
import org.apache.james.backends.rabbitmq.RabbitMQManagementAPI;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.events.NamingStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Whether RabbitMQ has events of mailboxes that it could not pass on. James's own check asks for those of JMAP too, and is unhealthy in a
 * James without JMAP, where that queue does not exist.
 */
final class EventBusHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("RabbitMQ events");
    private static final String DEFAULT_VHOST = "/";

    private final RabbitMQManagementAPI api;
    private final String vhost;
    private final String queue;

    @Inject
    EventBusHealthCheck(RabbitMQConfiguration configuration, NamingStrategy names) {
        this.api = RabbitMQManagementAPI.from(configuration);
        this.vhost = configuration.getVhost().orElse(DEFAULT_VHOST);
        this.queue = names.deadLetterQueue().getName();
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Mono<Result> check() {
        return Mono.fromCallable(() -> api.queueDetails(vhost, queue).getQueueLength())
                .map(EventBusHealthCheck::judge)
                .onErrorResume(
                        e -> Mono.just(Result.unhealthy(NAME, "RabbitMQ does not tell the length of " + queue, e)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Result judge(long length) {
        return length == 0 ? Result.healthy(NAME) : Result.degraded(NAME, length + " events could not be passed on");
    }
}
