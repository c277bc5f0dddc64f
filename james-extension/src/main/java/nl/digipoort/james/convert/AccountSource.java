// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.List;

/** One form in which other servers keep accounts. Stateless. */
interface AccountSource {
    /**
     * Reads all accounts.
     *
     * @throws ConvertException naming file and line of what cannot be read; nothing of it is a secret
     */
    List<ForeignAccount> read(SecretText text, AccountNames names) throws ConvertException;
}
