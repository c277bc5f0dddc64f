// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

/** What was done to the nodes or the database meanwhile. No rule looks at it; it is for whoever reads the history. */
public record Disturbance(Span span, String what) {}
