// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of {@code postgres.properties} have the names, and what is left out has the values, that they have in James 3.9.0. */
class PostgresSettingsTest {
    @Test
    void takesWhatJamesTakes() throws Exception {
        Configuration configuration = required();
        configuration.addProperty("database.host", "db.example.org");
        configuration.addProperty("database.port", 5433);
        configuration.addProperty("database.name", "james");
        configuration.addProperty("database.schema", "mail");
        configuration.addProperty("ssl.mode", "require");
        configuration.addProperty("pool.max.size", 7);

        PostgresSettings settings = PostgresSettings.from(configuration);

        assertThat(settings.url())
                .startsWith("jdbc:postgresql://db.example.org:5433/james?currentSchema=mail&sslmode=require&");
        assertThat(settings.user()).isEqualTo("james");
        assertThat(settings.password()).isEqualTo("secret-of-james");
        assertThat(settings.connections()).isEqualTo(7);
    }

    @Test
    void fallsBackToWhatJamesFallsBackTo() throws Exception {
        PostgresSettings settings = PostgresSettings.from(required());

        assertThat(settings.url())
                .startsWith("jdbc:postgresql://localhost:5432/postgres?currentSchema=public&sslmode=allow&");
        assertThat(settings.connections()).isEqualTo(15);
    }

    /** A name can neither end the path of the URL nor begin another of its parameters. */
    @ParameterizedTest
    @CsvSource({
        "database.name, a/b?c d, /a%2Fb%3Fc%20d?currentSchema=public&",
        "database.schema, a&b=c+d, ?currentSchema=a%26b%3Dc%2Bd&sslmode="
    })
    void encodesWhatAUrlWouldTakeForItsOwn(String key, String value, String part) throws Exception {
        Configuration configuration = required();
        configuration.addProperty(key, value);

        assertThat(PostgresSettings.from(configuration).url()).contains(part);
    }

    /** {@code PostgresDatabaseTest} does it with a server. */
    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full", "VERIFY-FULL"})
    void trustsWhatTheJvmTrusts(String mode) throws Exception {
        Configuration configuration = required();
        configuration.addProperty("ssl.mode", mode);

        assertThat(PostgresSettings.from(configuration).url())
                .contains("&sslmode=" + mode + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&");
    }

    /** They encrypt, and verify nothing, in James's own driver too. */
    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow", "prefer", "require"})
    void leavesTheOtherModesToTheDriver(String mode) throws Exception {
        Configuration configuration = required();
        configuration.addProperty("ssl.mode", mode);

        assertThat(PostgresSettings.from(configuration).url())
                .contains("&sslmode=" + mode + "&")
                .doesNotContain("sslfactory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"database.username", "database.password"})
    void namesTheKeyThatIsMissing(String key) {
        Configuration configuration = required();
        configuration.setProperty(key, " ");

        assertThatThrownBy(() -> PostgresSettings.from(configuration))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("postgres.properties: " + key + " is missing");
    }

    private static Configuration required() {
        Configuration configuration = new BaseConfiguration();
        configuration.addProperty("database.username", "james");
        configuration.addProperty("database.password", "secret-of-james");
        return configuration;
    }
}
