// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.client;

/** A maildrop's name and password; made for the benchmark, so no secret. */
public record Account(String user, String password) {}
