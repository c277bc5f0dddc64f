// SPDX-License-Identifier: Apache-2.0
// The page of failed logins: who, from where, and why.

import { readAll } from './api.js';
import { Table, accountColumn } from './table.js';
import { count, local, put } from './words.js';

const REASONS = {
    AUTH: 'Wrong name or password',
    BINDING: 'Somebody may be in between',
    POLICY: 'Not allowed for this account',
    'IN-USE': 'Maildrop in use',
    'LOGIN-DELAY': 'Too soon after the last login',
    'SYS/TEMP': 'Trouble of this server',
};

/** Why a login failed, in words; others stay as they are. */
export function reason(outcome) {
    return REASONS[outcome] ?? outcome;
}

/** What is known of failed logins, without the name. */
export function failureColumns() {
    return [
        { label: 'From', text: (failure) => failure.address, whole: true },
        { label: 'Reason', text: (failure) => reason(failure.outcome) },
        { label: 'Times', text: (failure) => count(failure.count), sort: (failure) => failure.count, number: true },
        { label: 'Last', time: (failure) => failure.lastAt },
        { label: 'First', time: (failure) => failure.firstAt },
        { label: 'By', text: (failure) => [failure.mechanism, failure.tls].filter((text) => text !== '-').join(', ') },
    ];
}

export class Failed {
    constructor() {
        this.failures = new Table('failures', {
            caption: 'Failed logins by name, address and reason, the latest first',
            columns: [accountColumn('Name', (failure) => failure.user), ...failureColumns()],
            key: (failure) => `${failure.user}\n${failure.address}\n${failure.outcome}`,
            empty: 'No login has failed since the server was started.',
            file: 'failed-logins',
        });
    }

    async update() {
        const { values: [failed], refusals } = await readAll(['logins/failed?limit=1000']);
        if (failed) {
            this.failures.show(failed.failures);
            put(document.getElementById('failures-note'), [
                `Since ${local(failed.since)}, when this server was started.`,
                failed.forgotten > 0 ? `${count(failed.forgotten)} older entries were dropped; the audit trail has them.` : '',
            ].join(' ').trim());
        }
        return refusals;
    }
}
