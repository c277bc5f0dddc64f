// SPDX-License-Identifier: Apache-2.0
// The page of accounts: the server finds them by the beginning of their names, a page at a time.

import { addAccount } from './acts.js';
import { query, readAll } from './api.js';
import { Table, accountColumn } from './table.js';
import { count, put } from './words.js';

const PAGE = 50;

export class Accounts {
    constructor(refresh) {
        this.refresh = refresh;
        this.after = [''];
        this.asked = '';
        this.accounts = new Table('accounts', {
            caption: 'Accounts in the order of their names',
            columns: [accountColumn('Account', (name) => name)],
            key: (name) => name,
            empty: 'No account has a name that begins so.',
        });
        this.prefix = document.getElementById('prefix');
        this.earlier = document.getElementById('accounts-earlier');
        this.later = document.getElementById('accounts-later');
        document.getElementById('accounts-form').addEventListener('submit', (event) => {
            event.preventDefault();
            this.ask();
            refresh();
        });
        document.getElementById('account-add').addEventListener('click', () => addAccount(this.prefix.value.trim(), (name) => {
            location.hash = `#account/${encodeURIComponent(name)}`;
        }));
        this.earlier.addEventListener('click', () => this.turn(() => this.after.pop()));
        this.later.addEventListener('click', () => this.turn(() => this.after.push(this.last)));
    }

    /** Pages are those of what was asked, whatever the form says by now. */
    ask() {
        this.after = [''];
        this.asked = this.prefix.value.trim();
    }

    turn(page) {
        page();
        document.getElementById('accounts-title').focus();
        return this.refresh();
    }

    async update() {
        const { values: [found], refusals } = await readAll(
            [`accounts?${query({ prefix: this.asked, after: this.after.at(-1), limit: PAGE })}`]);
        if (found) {
            this.last = found.accounts.at(-1);
            this.accounts.show(found.accounts);
            const first = (this.after.length - 1) * PAGE;
            this.earlier.hidden = this.after.length === 1;
            this.later.hidden = found.accounts.length < PAGE || first + PAGE >= found.found;
            put(document.getElementById('accounts-note'), found.found === 0 ? `This server has ${count(found.count)} accounts.`
                : `${count(first + 1)} to ${count(first + found.accounts.length)} of ${count(found.found)}`
                    + `${found.found < found.count ? `, of ${count(found.count)} accounts in all` : ''}.`);
        }
        return refusals;
    }
}
