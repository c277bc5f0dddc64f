// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Optional;

/** A path with the parameters that are there. */
final class Query {
    private final StringBuilder text;

    Query(String path) {
        text = new StringBuilder(path);
    }

    Query with(String parameter, Optional<String> value) {
        value.ifPresent(one -> text.append(text.indexOf("?") < 0 ? '?' : '&')
                .append(parameter)
                .append('=')
                .append(URLEncoder.encode(one, UTF_8)));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
