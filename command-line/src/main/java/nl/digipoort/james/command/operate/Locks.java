// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Words;

/** Locks as WebAdmin has them, in words. */
final class Locks {
    static final String PATH = "/digipoort/locks";
    private static final String SESSION = "session";

    private Locks() {}

    static boolean isSession(JsonObject lock) {
        return lock.text("kind").equals(SESSION);
    }

    /** The address of a session's client, or the mail of a delivery. */
    static String holder(JsonObject lock) {
        return lock.has("client") ? lock.text("client") : lock.text("mail");
    }

    static String age(JsonObject lock) {
        return Words.duration(lock.number("heldSeconds"));
    }

    static String sentence(JsonObject lock) {
        return lock.text("kind") + " of " + holder(lock) + " on " + lock.text("node") + ", " + lock.text("state")
                + " for " + age(lock) + ", fence " + lock.text("fence");
    }
}
