// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.util.List;

/** A place that certificates with their private keys are read from. Immutable; its text has no secret. */
interface CertificateSource {
    /** The files that it is read from, as the settings name them. */
    List<String> files();

    /** @throws TlsException with the key, the file and why, if it cannot be served */
    List<ServerCertificate> read(FileContents contents);
}
