// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

/** The client sent something that is not a command, or a command with wrong arguments. */
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
