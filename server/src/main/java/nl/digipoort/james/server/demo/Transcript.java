// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

/** Hears every line of a dialogue as it goes by. */
public interface Transcript {
    /** For a dialogue that nobody wants to read. */
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

    /** A line of the server's, without CRLF. */
    void server(String line);

    /** A line of the client's, without CRLF. */
    void client(String line);
}
