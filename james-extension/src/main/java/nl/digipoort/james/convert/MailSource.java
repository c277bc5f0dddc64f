// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where another server keeps mail. Not thread-safe. */
interface MailSource {
    /**
     * The maildrop of an account; empty if the other server has none for it.
     *
     * @throws ConvertException if this account cannot be converted; the others can
     */
    Optional<ForeignMaildrop> find(ForeignAccount account) throws ConvertException, IOException;

    /**
     * What is seen of the accounts that were {@link #find found} and is not converted, one line for each place: other folders where the source
     * has them, and a maildrop that was changed meanwhile. Mail of accounts that nobody asked for is not seen.
     */
    List<String> leftBehind();
}
