// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;

/** Records its calls, and fails to clear if a test sets that. */
public final class TestChanges implements UserChanges {
    final List<String> told = new ArrayList<>();
    boolean fails;

    @Override
    public void passwordSet(Username user) {
        told.add("password of " + user.asString());
    }

    @Override
    public void clear(Username user) {
        if (fails) {
            throw new NotClearedException(new IllegalStateException("in use"));
        }
        told.add("clear " + user.asString());
    }
}
