// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/** The name and password of a maildrop; created for the benchmark, so not a secret. */
public record Account(String user, String password) {}
