package nl.digipoort.james.admin;

import spark.Service;

/** What every request to our routes passes first, whichever class defines it. Stateless. */
final class Guards {
    private Guards() {}

    /** Doing so for each class of routes does no harm. */
    static void putBefore(Service service) {
        service.before(Refusals::refuseMethodOverride);
        ForeignPages.keepAway(service);
    }
}
