package nl.digipoort.james.stores.memory;

import nl.digipoort.james.maildrop.MaildropLocks;
import nl.digipoort.james.maildrop.MaildropLocksContract;

class MemoryMaildropLocksTest implements MaildropLocksContract {
    private final MaildropLocks locks = new MemoryMaildropLocks();

    @Override
    public MaildropLocks locks() {
        return locks;
    }
}
