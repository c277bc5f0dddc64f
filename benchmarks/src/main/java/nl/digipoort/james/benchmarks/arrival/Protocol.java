// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

/** What a sender speaks. */
enum Protocol {
    SMTP,
    LMTP
}
