// SPDX-License-Identifier: Apache-2.0
// The page of mail that waits.

import { release } from './acts.js';
import { readAll } from './api.js';
import { Table, accountColumn, actButton } from './table.js';
import { count, span } from './words.js';

export class Held {
    constructor(refresh) {
        this.held = new Table('held', {
            caption: 'Accounts for which mail waits, the oldest first',
            columns: [
                accountColumn('Account', (held) => held.user),
                { label: 'Mails', text: (held) => count(held.count), sort: (held) => held.count, number: true },
                { label: 'Oldest arrived', time: (held) => held.oldestHeldAt },
                { label: 'Waits for', text: (held) => span(held.heldSeconds), sort: (held) => held.heldSeconds, whole: true },
                { label: 'Why', text: (held) => (held.lock ? `${held.lock.kind} from ${held.lock.client ?? held.lock.mail}` : 'not known') },
                { label: 'Action', node: actButton('Release', (held) => `Release the mail held for ${held.user}`,
                    (held) => release(held, refresh),
                    { isOffered: (held) => !held.lock, instead: () => 'Comes in when the session ends' }) },
            ],
            key: (held) => held.user,
            empty: 'No mail waits.',
        });
    }

    async update() {
        const { values: [held, locks], refusals } = await readAll(['held', 'locks']);
        if (held && locks) {
            const byUser = new Map(locks.map((lock) => [lock.user, lock]));
            this.held.show(held.map((of) => ({ ...of, lock: byUser.get(of.user) })));
        }
        return refusals;
    }
}
