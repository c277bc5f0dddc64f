// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.model.User;

/** A user of James that keeps a new password in clear until it is taken. For one thread, like James's users. */
final class RecordingUser implements User {
    private final User user;
    private String newPassword;

    RecordingUser(User user) {
        this.user = user;
    }

    /** The user as James made it: its repository stores no other type. */
    User unwrap() {
        return user;
    }

    /** The password set since the last call; this call clears it. */
    Optional<String> takeNewPassword() {
        Optional<String> taken = Optional.ofNullable(newPassword);
        newPassword = null;
        return taken;
    }

    @Override
    public Username getUserName() {
        return user.getUserName();
    }

    @Override
    public boolean verifyPassword(String password) {
        return user.verifyPassword(password);
    }

    @Override
    public boolean setPassword(String password) {
        boolean set = user.setPassword(password);
        if (set) {
            newPassword = password;
        }
        return set;
    }

    @Override
    public String toString() {
        return user.toString();
    }
}
