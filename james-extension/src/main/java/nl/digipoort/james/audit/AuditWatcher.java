package nl.digipoort.james.audit;

/** Is told of what has happened as it is recorded, also where nothing is written down. Called by many threads; quick, and throws nothing. */
@FunctionalInterface
public interface AuditWatcher {
    void noted(AuditRecord record);
}
