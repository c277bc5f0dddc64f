// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Optional;
import nl.digipoort.james.credential.JamesUsers;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import spark.Request;

/** The user in the path of a request, decoded as in James's own routes: "+" is a plus, %XX is an octet of UTF-8. */
final class UserInPath {
    static final String PARAMETER = ":userName";

    private UserInPath() {}

    /** Empty if it cannot be a user's name, or would break a line of the log. */
    static Optional<Username> find(Request request) {
        String name = request.params(PARAMETER);
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Username.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws spark.HaltException with 400 if it cannot be a user's name */
    static Username of(Request request) {
        return find(request).orElseThrow(() -> Refusals.badRequest("The user name in the path is not valid"));
    }

    /** @throws spark.HaltException with 404 if James does not have the user */
    static void requireExisting(Username user, UsersRepository users) {
        if (!JamesUsers.exists(users, user)) {
            throw Refusals.notFound("The user " + user.asString() + " does not exist");
        }
    }
}
