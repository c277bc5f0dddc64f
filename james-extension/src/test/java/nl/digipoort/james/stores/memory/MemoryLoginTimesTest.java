package nl.digipoort.james.stores.memory;

import nl.digipoort.james.limits.LoginTimes;
import nl.digipoort.james.limits.LoginTimesContract;
import nl.digipoort.james.testing.TestClock;

class MemoryLoginTimesTest implements LoginTimesContract {
    private final TestClock clock = new TestClock();
    private final LoginTimes times = new MemoryLoginTimes(clock);

    @Override
    public LoginTimes times() {
        return times;
    }

    @Override
    public void passAMinute() {
        clock.move(MINUTE);
    }
}
