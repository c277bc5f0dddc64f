// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RabbitMqModuleTest {
    private final BaseConfiguration settings = new BaseConfiguration();

    @BeforeEach
    void setRequired() {
        settings.setProperty("management.uri", "https://rabbit.example.org:15671");
        settings.setProperty("management.user", "james");
        settings.setProperty("management.password", "geheim");
    }

    @Test
    void refusesTlsWithoutACheckOfTheCertificate() {
        settings.setProperty("uri", "amqps://rabbit.example.org:5671");

        assertThatThrownBy(() -> new RabbitMqModule().rabbitMq(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs ssl.enabled=true");
    }

    @Test
    void checksTheCertificateWhenToldSo() throws ConfigurationException {
        settings.setProperty("uri", "amqps://rabbit.example.org:5671");
        settings.setProperty("ssl.enabled", "true");

        assertThat(new RabbitMqModule().rabbitMq(settings).useSsl()).isTrue();
    }

    @Test
    void asksForNoCertificateWithoutTls() throws ConfigurationException {
        settings.setProperty("uri", "amqp://rabbit.example.org");

        assertThat(new RabbitMqModule().rabbitMq(settings).useSsl()).isFalse();
    }
}
