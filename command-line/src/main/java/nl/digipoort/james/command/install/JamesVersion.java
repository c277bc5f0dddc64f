// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

/** The versions of James that the extension is built for, with the jar that each takes. */
enum JamesVersion {
    V3_8("3.8", "digipoort-james-extension.jar", "extensions-jars"),
    V3_9("3.9", "digipoort-james-extension-james-3.9.jar", "extensions-jars-james-3.9");

    private final String text;
    private final String jar;
    private final String folder;

    JamesVersion(String text, String jar, String folder) {
        this.text = text;
        this.jar = jar;
        this.folder = folder;
    }

    String text() {
        return text;
    }

    /** The name of the jar. */
    String jar() {
        return jar;
    }

    /** The folder of the archive that has the jar. */
    String folder() {
        return folder;
    }
}
