// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":[1,2.5,true,null,{}],\"a\":\"a \\\"quoted\\\" ë\\n\",\"long\":9223372036854775807}",
                "[]",
                "\"text\"",
                "null"
            })
    void writesWhatItReadInTheSameOrder(String text) throws Exception {
        Object value = Json.read(text);

        assertThat(Json.write(value)).isEqualTo(text);
    }

    @Test
    void readsNothingAsNull() throws Exception {
        assertThat(Json.read(" \n")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"a\":", "[1"})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IOException.class);
    }
}
