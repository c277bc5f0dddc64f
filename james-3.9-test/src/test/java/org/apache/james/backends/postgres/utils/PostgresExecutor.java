// SPDX-License-Identifier: Apache-2.0
package org.apache.james.backends.postgres.utils;

/** Stands in for the class of James 3.9 by which its postgres-app is recognised. */
public final class PostgresExecutor {}
