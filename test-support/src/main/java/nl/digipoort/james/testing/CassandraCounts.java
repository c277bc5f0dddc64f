// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What nodes of Cassandra have done since their start, added up, by their own metrics: requests that clients made of them, and for each table
 * of a keyspace what they coordinated and committed. Their JMX is opened on loopback by the JDK's {@code jcmd}.
 */
public final class CassandraCounts implements AutoCloseable {
    /** Lightweight transactions that were applied, counted by each replica. */
    public static final String COMMITTED = "CasCommitLatency";

    public static final String READ = "CoordinatorReadLatency";
    public static final String WRITTEN = "CoordinatorWriteLatency";

    private static final String DOMAIN = "org.apache.cassandra.metrics:";

    private final List<JMXConnector> nodes;

    private CassandraCounts(List<JMXConnector> nodes) {
        this.nodes = nodes;
    }

    public static CassandraCounts of(List<TestCassandra> nodes) {
        return new CassandraCounts(
                nodes.stream().map(node -> connect(node.pid())).toList());
    }

    @SuppressWarnings("BanJNDI") // the other side is a process that the caller has started
    private static JMXConnector connect(long pid) {
        try {
            int port = freeLoopbackPort();
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "ManagementAgent.start",
                            "jmxremote.host=127.0.0.1",
                            "jmxremote.port=" + port,
                            "jmxremote.authenticate=false",
                            "jmxremote.ssl=false")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("no JMX of Cassandra: " + answer);
            }
            return JMXConnectorFactory.connect(
                    new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start of JMX", e);
        }
    }

    private static int freeLoopbackPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** @param scope {@code Read}, {@code Write}, {@code CASRead} or {@code CASWrite} */
    public long requests(String scope) {
        return counts("type=ClientRequest,scope=" + scope + ",name=Latency").getOrDefault(scope, 0L);
    }

    /** By table. */
    public Map<String, Long> tables(String keyspace, String name) {
        return counts("type=Table,keyspace=" + keyspace + ",scope=*,name=" + name);
    }

    /** By scope. */
    private Map<String, Long> counts(String names) {
        try {
            Map<String, Long> counts = new TreeMap<>();
            for (JMXConnector node : nodes) {
                MBeanServerConnection metrics = node.getMBeanServerConnection();
                for (ObjectName metric : metrics.queryNames(new ObjectName(DOMAIN + names), null)) {
                    long count = (long) metrics.getAttribute(metric, "Count");
                    counts.merge(metric.getKeyProperty("scope"), count, Long::sum);
                }
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException("no metrics " + names, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (JMXConnector node : nodes) {
            node.close();
        }
    }
}
