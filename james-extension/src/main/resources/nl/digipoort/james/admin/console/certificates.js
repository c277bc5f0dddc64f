// SPDX-License-Identifier: Apache-2.0
// The page of certificates.

import { reloadCertificates } from './acts.js';
import { readAll } from './api.js';
import { Table } from './table.js';
import { count, local, put } from './words.js';

/** As the health check does. */
const SOON = 14;

export class Certificates {
    constructor(refresh) {
        this.certificates = new Table('certificates', {
            caption: 'What new connections get',
            columns: [
                { label: 'Subject', text: (certificate) => spaced(certificate.subject) },
                { label: 'Issuer', text: (certificate) => spaced(certificate.issuer) },
                { label: 'Key', text: (certificate) => certificate.keyAlgorithm, whole: true },
                { label: 'Valid from', time: (certificate) => certificate.notBefore },
                { label: 'Valid to', time: (certificate) => certificate.notAfter },
                { label: 'Days left', text: (certificate) => count(certificate.daysLeft), sort: (certificate) => certificate.daysLeft,
                    old: (certificate) => certificate.daysLeft < SOON, number: true },
                { label: 'SHA-256', text: (certificate) => certificate.sha256, long: true },
            ],
            key: (certificate) => certificate.sha256,
            empty: 'The server serves no certificate.',
        });
        document.getElementById('tls-reload').addEventListener('click', () => reloadCertificates(refresh));
    }

    async update() {
        const { values: [tls], refusals } = await readAll(['tls']);
        if (tls) {
            this.certificates.show(tls.certificates);
            const problem = document.getElementById('tls-problem');
            put(problem, tls.problem ? `What the files hold now is not served: ${tls.problem}` : '');
            problem.hidden = !tls.problem;
            put(document.getElementById('tls-note'), `In force since ${local(tls.loadedAt)}; the files were last looked at on`
                + ` ${local(tls.lookedAt)}. TLS is done by the ${tls.provider === 'native' ? 'native library' : 'JDK'}: ${tls.providerReason}.`);
        }
        return refusals;
    }
}

/** A name that can be broken between its parts. */
function spaced(name) {
    return name.replaceAll(/,(?=[A-Za-z0-9.]+=)/g, ', ');
}
