// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

/** Receives every line of a dialogue as it is sent. */
public interface Transcript {
    /** Ignores all lines. */
    Transcript NONE = new Transcript() {
        @Override
        public void server(String line) {
            // not wanted
        }

        @Override
        public void client(String line) {
            // not wanted
        }
    };

    /** A line of the server, without CRLF. */
    void server(String line);

    /** A line of the client, without CRLF. */
    void client(String line);
}
