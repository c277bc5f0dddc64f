// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

/** The command line is wrong; the message says where. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
