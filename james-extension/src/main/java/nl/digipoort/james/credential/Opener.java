package nl.digipoort.james.credential;

/** Opens sealed records; a seam, so that a test can count the work. */
interface Opener {
    /** The secret, the caller's own array to erase. */
    byte[] open(SealedRecord record) throws BrokenSealException;
}
