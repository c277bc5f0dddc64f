// SPDX-License-Identifier: Apache-2.0
/**
 * Memory for large messages on their way to clients. A share is reserved before James is asked for a message, and given back when the
 * message is sent. Nothing here reads a message or knows a protocol. Begin with {@link nl.digipoort.james.budget.BodyBudget}.
 */
package nl.digipoort.james.budget;
