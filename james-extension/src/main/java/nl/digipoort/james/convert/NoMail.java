// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.List;
import java.util.Optional;

/** Accounts only. */
final class NoMail implements MailSource {
    @Override
    public Optional<ForeignMaildrop> find(ForeignAccount account) {
        return Optional.of(List::of);
    }

    @Override
    public List<String> leftBehind() {
        return List.of();
    }
}
