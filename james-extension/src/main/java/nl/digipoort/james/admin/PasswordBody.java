// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Arrays;
import org.apache.james.webadmin.dto.AddUserRequest;
import org.apache.james.webadmin.utils.JsonExtractException;
import org.apache.james.webadmin.utils.JsonExtractor;
import spark.Request;

/**
 * The body {@code {"password":"..."}} of a request. It is read with the class that James uses when it sets a password, so that both see the
 * same one. Stateless.
 */
final class PasswordBody {
    private final JsonExtractor<AddUserRequest> json = new JsonExtractor<>(AddUserRequest.class);

    /**
     * The password, not empty.
     *
     * @throws spark.HaltException with 411 if its length is not stated, with 413 if it is too large, and with 400 if it is malformed; none
     *     quotes the body
     */
    String strictly(Request request) {
        BodyLength.check(request);
        String password;
        try {
            password = asJamesReadsIt(request);
        } catch (JsonExtractException e) {
            // without the cause: the parser's message quotes the body
            throw malformed();
        }
        if (password.isEmpty()) {
            throw malformed();
        }
        return password;
    }

    /** The password of a request that James has answered with success. */
    String asJamesReadsIt(Request request) throws JsonExtractException {
        AddUserRequest body = json.parse(request.body());
        if (body == null) {
            throw malformed();
        }
        char[] password = body.getPassword();
        try {
            return new String(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static RuntimeException malformed() {
        return Refusals.badRequest("The body must be JSON with one key, password, whose value is not empty");
    }
}
