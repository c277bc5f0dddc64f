// SPDX-License-Identifier: Apache-2.0
// The page of sessions and other locks.

import { breakLock } from './acts.js';
import { readAll } from './api.js';
import { Table, accountColumn, actButton } from './table.js';
import { span } from './words.js';

export class Sessions {
    constructor(refresh) {
        this.locks = new Table('locks', {
            caption: 'Maildrops that are locked now, the oldest lock first',
            columns: [
                accountColumn('Account', (lock) => lock.user),
                { label: 'Held by', text: (lock) => lock.kind },
                { label: 'From', text: (lock) => lock.client ?? lock.mail ?? '', whole: true },
                { label: 'Since', time: (lock) => lock.since },
                { label: 'For', text: (lock) => span(lock.heldSeconds), sort: (lock) => lock.heldSeconds, whole: true },
                { label: 'State', text: (lock) => (lock.state === 'updating' ? 'deleting' : 'open') },
                { label: 'Server', text: (lock) => lock.node },
                { label: 'Action', node: actButton('Break', (lock) => `Break the lock on ${lock.user}`,
                    (lock) => breakLock(lock, refresh), { danger: true }) },
            ],
            key: (lock) => `${lock.user} ${lock.fence}`,
            empty: 'No maildrop is locked: nobody is logged in.',
            file: 'sessions',
        });
    }

    async update() {
        const { values: [locks], refusals } = await readAll(['locks']);
        if (locks) {
            this.locks.show(locks);
        }
        return refusals;
    }
}
