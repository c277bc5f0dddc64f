// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** What a client sent is no command, or its arguments are not as they should be. */
final class CommandSyntaxException extends Exception {
    private final transient Reply reply;

    CommandSyntaxException(Reply reply) {
        super(reply.toString());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
