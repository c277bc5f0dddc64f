// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One maildrop of another server, open until it is closed. Whether it stays as it is meanwhile is its source's matter: a session holds the
 * server's lock, and files are compared afterwards. Not thread-safe.
 */
interface ForeignMaildrop extends Closeable {
    /** The messages in the order of their numbers. */
    List<ForeignMessage> messages() throws IOException, ConvertException;

    /** What is unusual about it, to be appended to the line of its account; empty if nothing is. */
    default String remark() {
        return "";
    }

    /** Nothing to do for files. */
    @Override
    default void close() throws IOException {}
}
