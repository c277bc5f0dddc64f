// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

/** A place in James's configuration that weakens a guarantee, with what to write instead. It has no secret. Immutable. */
public final class Finding {
    private final boolean breaking;
    private final String text;

    private Finding(boolean breaking, String file, String problem, String remedy) {
        this.breaking = breaking;
        this.text = file + ": " + problem + "; " + remedy;
    }

    /** Something that breaks a guarantee: mail, a lock or the administration is not protected. */
    public static Finding breaking(String file, String problem, String remedy) {
        return new Finding(true, file, problem, remedy);
    }

    /** Something that an operator may want, and that a guarantee does not cover. */
    public static Finding weakening(String file, String problem, String remedy) {
        return new Finding(false, file, problem, remedy);
    }

    public boolean isBreaking() {
        return breaking;
    }

    /** The file, what is wrong there, and what to write. */
    @Override
    public String toString() {
        return text;
    }
}
