// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.net.InetAddresses;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.testing.TestClock;
import nl.digipoort.james.transport.AddressedChannel;
import nl.digipoort.james.transport.ConnectionCounts;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.user.api.UsersRepository;

/** A receiver on James's memory stores with alice and bob of example.org, and one connection to it; work is done at once or when told. */
final class Receiver {
    static final String HELLO = "EHLO client.example.com\r\n";
    static final String ENVELOPE = "MAIL FROM:<agency@example.com>\r\nRCPT TO:<alice@example.org>\r\n";
    static final String TO_DATA = HELLO + ENVELOPE + "DATA\r\n";

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddresses.forString("192.0.2.7"), 4711);

    final FakeReception mails = new FakeReception();
    final AccountLimits limits = TestLimits.inMemory();
    final RecordingMetricFactory metrics = new RecordingMetricFactory();
    final MemoryRecipientRewriteTable rewrites = new MemoryRecipientRewriteTable();
    final SmtpService service;
    final SmtpMetrics smtpMetrics;
    final ConnectionCounts counts;
    final Deque<Runnable> work = new ArrayDeque<>();
    final AddressedChannel channel;
    boolean tooMuchWork;
    boolean noThread;
    boolean workWaits;
    int tlsStarts;

    Receiver(Dialect dialect, String elements) {
        SmtpSettings settings = settings(dialect, elements);
        smtpMetrics = new SmtpMetrics(dialect, metrics, new NoopGaugeRegistry());
        TestClock clock = new TestClock();
        Reception reception = new Reception(
                settings,
                mails,
                TestLimits.capacity(limits),
                new MailNames(clock, new SecureRandom()),
                clock,
                smtpMetrics);
        service = new SmtpService(settings, recipients(), reception);
        counts = new ConnectionCounts(settings.connections(), smtpMetrics::connectionRefused, smtpMetrics::displaced);
        channel = new AddressedChannel(
                CLIENT, new SmtpConnection(service, counts, this::run, this::admit, pipeline -> tlsStarts++));
    }

    static Receiver smtp(String elements) {
        return new Receiver(Dialect.SMTP, elements);
    }

    static SmtpSettings settings(Dialect dialect, String elements) {
        String xml = "<root><digipoort><bind>127.0.0.1:0</bind><hostName>mx.example.org</hostName>" + elements
                + "</digipoort></root>";
        try {
            return SmtpSettings.from(
                    dialect,
                    Section.only(
                            "smtpserver.xml",
                            FileConfigurationProvider.getConfig(
                                    new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
                            "digipoort"));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Recipients recipients() {
        try {
            UsersRepository users = TestUsers.inMemory();
            users.addUser(Username.of("alice@example.org"), "secret");
            users.addUser(Username.of("bob@example.org"), "secret");
            DomainList domains = TestUsers.domains();
            rewrites.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
            rewrites.setUsersRepository(users);
            rewrites.setDomainList(domains);
            alias("both", Mapping.group("alice@example.org"), Mapping.group("bob@example.org"));
            alias("al", Mapping.alias("alice@example.org"));
            alias("away", Mapping.forward("someone@elsewhere.example"));
            alias("half", Mapping.group("alice@example.org"), Mapping.group("someone@elsewhere.example"));
            alias("broken", Mapping.error("550 gone"));
            alias("nobody", Mapping.alias("missing@example.org"));
            return new Recipients(users, domains, rewrites);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void alias(String local, Mapping... mappings) {
        for (Mapping mapping : mappings) {
            rewrites.addMapping(MappingSource.fromUser(local, Domain.of("example.org")), mapping);
        }
    }

    private void run(Runnable task) {
        if (noThread) {
            throw new Error("as asked");
        }
        if (workWaits) {
            work.add(task);
        } else {
            task.run();
        }
    }

    private void admit(Runnable task) {
        if (tooMuchWork) {
            throw new RejectedExecutionException("too much waits");
        }
        run(task);
    }

    void doWork() {
        while (!work.isEmpty()) {
            work.remove().run();
            channel.runPendingTasks();
        }
    }

    /** Sends octets and answers all that came back since. */
    String send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    String send(byte[] octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets));
        channel.runPendingTasks();
        return received();
    }

    /** The same in chunks. */
    String send(byte[] octets, int chunk) {
        StringBuilder all = new StringBuilder();
        for (int from = 0; from < octets.length; from += chunk) {
            int length = Math.min(chunk, octets.length - from);
            all.append(send(java.util.Arrays.copyOfRange(octets, from, from + length)));
        }
        return all.toString();
    }

    String received() {
        return channel.sent();
    }

    /** The codes of the replies to what is sent, each of one line. */
    String codes(String text) {
        return send(text)
                .lines()
                .filter(line -> line.charAt(3) == ' ')
                .map(line -> line.substring(0, 3))
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }
}
