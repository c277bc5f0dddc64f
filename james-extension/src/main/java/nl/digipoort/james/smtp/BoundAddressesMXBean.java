// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.List;

/** The addresses that a listener listens on. Read by the process that runs the server in the same JVM, and through JMX. */
public interface BoundAddressesMXBean {
    /** Each {@code address:port}. */
    List<String> getBoundAddresses();
}
