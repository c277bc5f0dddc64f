// SPDX-License-Identifier: Apache-2.0
// The page of accounts that still use what clients should leave behind, and since when.

import { query, read } from './api.js';
import { Table, accountColumn } from './table.js';
import { count, local, put } from './words.js';

const PAGE = 1000;
/** The most accounts that are shown; the command line has no such limit. */
const MOST = 2000;
/** A page of the server may be short, or empty, and yet not be the last one. */
const MOST_REQUESTS = 30;

export class Needs {
    constructor(refresh) {
        this.accounts = new Table('needs', {
            caption: 'Accounts with old mechanisms or TLS versions',
            columns: [
                accountColumn('Account', ({ user }) => user),
                { label: 'Still needs', text: ({ stillNeeds }) => stillNeeds.join(', '), old: ({ stillNeeds }) => stillNeeds.length > 0 },
                { label: 'Also uses', text: ({ alsoUses }) => alsoUses.join(', ') },
                { label: 'First used', time: (account) => first(account) },
                { label: 'Last used', time: (account) => last(account).lastAt },
                { label: 'From', text: (account) => last(account).lastClient, whole: true },
            ],
            key: ({ user }) => user,
            empty: 'No account has used that.',
            file: 'old-mechanisms',
        });
        this.form = document.getElementById('needs-form');
        this.ask();
        this.form.addEventListener('submit', (event) => {
            event.preventDefault();
            this.ask();
            refresh();
        });
    }

    /** What was asked, whatever the form says by now. */
    ask() {
        const { what, how, within } = this.form.elements;
        this.what = what.value;
        this.isNeeded = how.value === 'stillNeeds';
        this.asked = { [how.value]: what.value, within: within.value, limit: PAGE };
    }

    begin() {
        this.ask();
    }

    async update() {
        try {
            const { found, from, isWhole } = await this.readPages();
            this.accounts.show(found);
            put(document.getElementById('needs-note'), [
                `${count(found.length)} ${found.length === 1 ? 'account' : 'accounts'} since ${local(from)}.`,
                isWhole ? '' : 'There are more: the command digipoort uses has them all.',
            ].join(' ').trim());
            return [];
        } catch (refusal) {
            if (refusal.status === undefined) {
                throw refusal;
            }
            return [refusal];
        }
    }

    async readPages() {
        const found = [];
        const { what, isNeeded } = this;
        let page;
        for (let i = 0; i < MOST_REQUESTS && found.length < MOST && page?.next !== null; i++) {
            page = await read(`uses?${query({ ...this.asked, next: page?.next })}`);
            found.push(...page.accounts.map((account) => ({ ...account, shown: account.uses.filter((use) => isShown(use, what)) }))
                .filter(({ shown, stillNeeds }) => shown.length > 0 && (!isNeeded || stillNeeds.length > 0)));
        }
        return { found, from: page.from, isWhole: page.next === null };
    }
}

function isShown(use, what) {
    return use.within && (what === '' ? use.old.length > 0 : use.old.includes(what));
}

function first({ shown }) {
    return shown.map(({ firstAt }) => firstAt).reduce((a, b) => (new Date(a) <= new Date(b) ? a : b));
}

function last({ shown }) {
    return shown.reduce((a, b) => (new Date(a.lastAt) >= new Date(b.lastAt) ? a : b));
}
