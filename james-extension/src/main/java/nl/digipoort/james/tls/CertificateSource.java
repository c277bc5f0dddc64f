// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.util.List;

/** A source of certificates with their private keys. Immutable; {@code toString} has no secret. */
interface CertificateSource {
    /** The files of this source, as the settings name them. */
    List<String> files();

    /** @throws TlsException with the key, the file and why, if it cannot be served */
    List<ServerCertificate> read(FileContents contents);
}
