// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

/** The protocol of a sender. */
enum Protocol {
    SMTP,
    LMTP
}
