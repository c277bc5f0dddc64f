// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The configuration of a {@link TestCassandra}: small and fast to start, with only its two ports open. */
final class CassandraFiles {
    /** What Cassandra 4.1 opens on JDK 11, and what it needs on JDK 17, for which it has no options of its own. */
    private static final List<String> OPENED = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.math",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.util.concurrent.locks",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");

    private static final List<String> EXPORTED = List.of(
            "java.base/java.lang.ref",
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.util",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.rmi/sun.rmi.transport.tcp",
            "java.sql/java.sql");

    private static final String LOGBACK =
            """
            <configuration>
                <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %-5level [%thread] %logger %msg%n</pattern></encoder>
                </appender>
                <!-- who is up; read by CassandraLog -->
                <logger name="org.apache.cassandra.gms.Gossiper" level="INFO"/>
                <logger name="org.apache.cassandra.service.StorageService" level="DEBUG"/>
                <root level="WARN"><appender-ref ref="console"/></root>
            </configuration>
            """;

    /** A busy machine answers late; only a cluster must give up in time. */
    private static final String PATIENT =
            """
            request_timeout: 60s
            read_request_timeout: 60s
            range_request_timeout: 60s
            write_request_timeout: 60s
            cas_contention_timeout: 60s
            """;

    /** Whom it lets in. */
    enum Login {
        ANYBODY("AllowAllAuthenticator"),
        PASSWORD("PasswordAuthenticator");

        private final String authenticator;

        Login(String authenticator) {
            this.authenticator = authenticator;
        }
    }

    private final Path folder;
    private final CassandraMember member;

    private CassandraFiles(Path folder, CassandraMember member) {
        this.folder = folder;
        this.member = member;
    }

    static CassandraFiles write(Path folder, CassandraMember member, Login login) throws IOException {
        CassandraFiles files = new CassandraFiles(folder, member);
        Files.createDirectory(folder.resolve("tmp"));
        Files.writeString(files.yaml(), yaml(member, login));
        Files.writeString(files.logback(), LOGBACK);
        return files;
    }

    /** A SIGKILL of a member of a cluster takes what it wrote in the last hundredth of a second; what is older is read again. */
    private static String yaml(CassandraMember member, Login login) {
        return String.format(
                Locale.ROOT,
                """
            cluster_name: digipoort-test
            num_tokens: 1
            initial_token: %d
            auto_bootstrap: false
            auto_snapshot: false
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            authenticator: %s
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "%s"
            listen_address: %s
            storage_port: %d
            rpc_address: %s
            native_transport_port: %d
            commitlog_sync: periodic
            commitlog_sync_period: %s
            commitlog_segment_size: 4MiB
            memtable_heap_space: 64MiB
            memtable_offheap_space: 64MiB
            %s
            """,
                member.token(),
                login.authenticator,
                member.seeds(),
                member.host(),
                member.nodePort(),
                member.host(),
                member.clients().getPort(),
                member.isAlone() ? "10s" : "10ms",
                member.isAlone() ? PATIENT : "");
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("log");
    }

    private Path yaml() {
        return folder.resolve("cassandra.yaml");
    }

    private Path logback() {
        return folder.resolve("logback.xml");
    }

    static List<String> openings() {
        return Stream.concat(
                        OPENED.stream().map(type -> "--add-opens=" + type),
                        EXPORTED.stream().map(type -> "--add-exports=" + type))
                .map(option -> option + "=ALL-UNNAMED")
                .toList();
    }

    List<String> options() {
        List<String> options = new ArrayList<>(openings());
        // short-lived: the second compiler and a concurrent collector would not pay off
        Stream.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
                .forEach(options::add);
        Stream.of(
                        "java.security.manager=allow",
                        "jdk.attach.allowAttachSelf=true",
                        "java.io.tmpdir=" + folder.resolve("tmp"),
                        "logback.configurationFile=" + logback(),
                        "cassandra.config=" + yaml().toUri(),
                        "cassandra.storagedir=" + folder,
                        "cassandra-foreground=yes",
                        // nobody waits for others to come; no test cuts the power
                        "cassandra.skip_wait_for_gossip_to_settle=0",
                        "cassandra.ring_delay_ms=0",
                        "cassandra.superuser_setup_delay_ms=0",
                        // a node alone is not started again
                        "cassandra.unsafesystem=" + member.isAlone(),
                        "cassandra.skip_sync=true")
                .map(property -> "-D" + property)
                .forEach(options::add);
        return options;
    }
}
