// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Starts a {@link TestServer} in the process of the tests. On a class: one for all its tests, reset before each, for every parameter of that
 * type; where JUnit runs tests in parallel, these run one after another. On a field or parameter of that type: one for it alone.
 */
@Documented
@Execution(ExecutionMode.SAME_THREAD)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER})
@ExtendWith(DigipoortServerExtension.class)
public @interface DigipoortServer {
    /** Faults of the listener, and faults that all accounts have. */
    Fault[] value() default {};

    /** Seconds from one login of an account to the next. */
    long loginDelay() default 0;

    /** Whether it also offers SCRAM-SHA-256-PLUS and SCRAM-SHA-256. */
    boolean scram() default false;
}
