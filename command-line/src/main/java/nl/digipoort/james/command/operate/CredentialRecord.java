// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;

/** The DIGEST-MD5 record of an account, in words. */
final class CredentialRecord {
    static final String PATH = "/digipoort/credentials/";

    private CredentialRecord() {}

    static String sentence(JsonObject record) {
        return record.has("createdAt")
                ? record.text("state") + ", made " + record.text("createdAt") + " for the realm " + record.text("realm")
                        + ", key " + record.text("keyId")
                : record.text("state");
    }
}
