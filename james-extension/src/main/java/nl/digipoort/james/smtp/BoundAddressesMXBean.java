// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import java.util.List;

/** Where a listener listens, for whoever runs the server in the same JVM or looks at it by JMX. */
public interface BoundAddressesMXBean {
    /** Each {@code address:port}. */
    List<String> getBoundAddresses();
}
