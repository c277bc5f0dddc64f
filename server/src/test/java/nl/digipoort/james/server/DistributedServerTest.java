// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributedServerTest {
    @Test
    void tellsJamesWhereItsPartsAre() {
        Map<String, String> properties = properties(
                "--cassandra=one.example.org:9043,two.example.org", "--rabbitmq=amqp://rabbit.example.org:5673");

        assertThat(properties)
                .containsEntry("digipoort.cassandra", "one.example.org:9043,two.example.org")
                .containsEntry("digipoort.rabbitmq", "amqp://rabbit.example.org:5673")
                .containsEntry("digipoort.rabbitmq.management", "http://rabbit.example.org:15672")
                .containsEntry("digipoort.repositories", "cassandra")
                .containsEntry("config.file", "/srv/home/conf/cassandra-driver.conf");
    }

    @Test
    void leavesTheAddressesToTheConfigurationWithoutOptions() {
        assertThat(properties()).containsOnlyKeys("digipoort.repositories", "config.file");
    }

    @Test
    void sendsThePasswordToNoPartInClearWhenRabbitMqIsReachedByTls() {
        Map<String, String> properties = properties("--rabbitmq=amqps://rabbit.example.org:5671");

        assertThat(properties).containsEntry("digipoort.rabbitmq.management", "https://rabbit.example.org:15671");
    }

    @Test
    void takesTheAddressOfTheAdministrationByItself() {
        Map<String, String> properties =
                properties("--rabbitmq=amqps://rabbit.example.org", "--rabbitmq-management=https://admin.example.org");

        assertThat(properties).containsEntry("digipoort.rabbitmq.management", "https://admin.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--assembly=clustered; option --assembly is 'clustered'; ",
                "--cassandra=http://host; not HOST[:PORT]",
                "--cassandra=; not HOST[:PORT]",
                "--rabbitmq=host:5672; not amqp or amqps://HOST[:PORT]",
                "--rabbitmq=http://host; not amqp or amqps://HOST[:PORT]",
                "--rabbitmq=amqp://; is no URL",
                "--rabbitmq=amqp://james:geheim@host; has a user or a password",
                "--rabbitmq=amqp://james:geheim@rabbit_mq; has a user or a password",
                "--rabbitmq=james:geheim@host:5672; has a user or a password",
                "--rabbitmq-management=amqp://host; not http or https://HOST[:PORT]",
                "--accept-loss; is for --assembly embedded",
            })
    void refusesWhatItCannotUseAndShowsNoPassword(String option, String complaint) {
        List<String> arguments =
                option.startsWith("--assembly") ? List.of(option) : List.of("--assembly=distributed", option);

        assertThatThrownBy(() -> JamesServer.from(Options.parse(arguments, RunCommand.OPTIONS)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void refusesItsOptionsForTheEmbeddedServer() {
        assertThatThrownBy(() -> JamesServer.from(Options.parse(List.of("--cassandra=host"), RunCommand.OPTIONS)))
                .isInstanceOf(UsageException.class)
                .hasMessage("option --cassandra is for --assembly distributed");
    }

    private static Map<String, String> properties(String... options) {
        return DistributedServer.from(Options.parse(List.of(options), RunCommand.OPTIONS))
                .properties(Path.of("/srv/home/conf"));
    }
}
