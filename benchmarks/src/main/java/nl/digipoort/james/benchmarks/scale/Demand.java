// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

/**
 * What comes from outside.
 *
 * @param sessions a second
 * @param inTheMinute sessions a second in the minute of the peak, the second of three that are simulated
 * @param messages a second
 */
record Demand(double sessions, double inTheMinute, double messages) {
    static final int BUSINESSES = 1_000_000;
    static final int POLLS_A_DAY = 4;
    static final int MESSAGES_A_DAY = 10_000_000;

    /** In one session, on average. */
    static final double MESSAGES_A_POLL = (double) MESSAGES_A_DAY / BUSINESSES / POLLS_A_DAY;

    private static final double SECONDS_A_DAY = 86_400;
    private static final double SECONDS_AN_HOUR = 3_600;
    /** Of the day, in its busiest hour. */
    private static final double BUSIEST_HOUR = 0.10;
    /** Of the polls of an hour, in its first minute. */
    private static final double FIRST_MINUTE = 0.15;

    private static final double MINUTE = 60;

    /** The day without its profile. */
    static Demand mean() {
        double sessions = BUSINESSES * (double) POLLS_A_DAY / SECONDS_A_DAY;
        return new Demand(sessions, sessions, MESSAGES_A_DAY / SECONDS_A_DAY);
    }

    /** The busiest hour, around its full hour. */
    static Demand busiest() {
        double polls = BUSINESSES * (double) POLLS_A_DAY * BUSIEST_HOUR;
        return new Demand(
                polls * (1 - FIRST_MINUTE) / (SECONDS_AN_HOUR - MINUTE),
                polls * FIRST_MINUTE / MINUTE,
                MESSAGES_A_DAY * BUSIEST_HOUR / SECONDS_AN_HOUR);
    }

    Demand times(double factor) {
        return new Demand(sessions * factor, inTheMinute * factor, messages * factor);
    }

    double most() {
        return Math.max(sessions, inTheMinute);
    }

    double sessionsAt(double millis) {
        return millis >= PeakModel.MINUTE && millis < 2 * PeakModel.MINUTE ? inTheMinute : sessions;
    }
}
