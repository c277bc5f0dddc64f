// SPDX-License-Identifier: Apache-2.0
// The page of what clients use: mechanisms and versions of TLS, and who still needs the old ones.

import { query, readAll } from './api.js';
import { totals } from './overview.js';
import { Table, accountColumn } from './table.js';
import { count, local, put } from './words.js';

/** What clients should leave behind them, as far as they can. */
const OLD_MECHANISM = 'DIGEST-MD5';
const OLD_TLS = /^TLSv1(\.[0-2])?$/;
const MOST = 200;

export class Clients {
    constructor(refresh) {
        this.mechanisms = new Table('mechanisms', usesOf('Mechanisms', 'Mechanism', isOldMechanism));
        this.versions = new Table('versions', usesOf('TLS versions', 'Version', isOldTls));
        this.users = new Table('users', {
            caption: 'Accounts that have logged in, the latest first',
            columns: [accountColumn('Account', (login) => login.user), ...loginColumns()],
            key: (login) => `${login.user} ${login.mechanism} ${login.tls}`,
            empty: 'Nobody has logged in so.',
            file: 'logins',
        });
        for (const control of document.querySelectorAll('#mechanism, #tls')) {
            control.addEventListener('change', refresh);
        }
    }

    async update() {
        const { values: [overTime, logins], refusals } = await readAll(
            ['logins/over-time?range=day', `logins?${query({ limit: MOST, mechanism: chosen('mechanism'), tls: chosen('tls') })}`]);
        if (overTime && logins) {
            this.mechanisms.show(uses(logins.accountsByMechanism, totals(overTime.periods, 'mechanisms')));
            this.versions.show(uses(logins.accountsByTls, totals(overTime.periods, 'tls')));
            offer('mechanism', Object.keys(logins.accountsByMechanism));
            offer('tls', Object.keys(logins.accountsByTls));
            put(document.getElementById('old'), oldWords(logins));
            this.users.show(logins.logins);
            put(document.getElementById('users-note'), sinceWords(logins));
        }
        return refusals;
    }
}

/** Columns of a login that was seen, without the account. */
export function loginColumns() {
    return [
        { label: 'Mechanism', text: (login) => login.mechanism, old: (login) => isOldMechanism(login.mechanism), whole: true },
        { label: 'TLS', text: (login) => login.tls, old: (login) => isOldTls(login.tls), whole: true },
        { label: 'Last login', time: (login) => login.lastAt },
        { label: 'From', text: (login) => login.lastClient, whole: true },
        { label: 'Logins', text: (login) => count(login.count), sort: (login) => login.count, number: true },
    ];
}

function usesOf(caption, label, isOld) {
    return {
        caption,
        columns: [
            { label, text: (use) => use.name, old: (use) => isOld(use.name) },
            { label: 'Accounts', text: (use) => count(use.accounts), sort: (use) => use.accounts, number: true },
            { label: 'Logins in the last day', text: (use) => count(use.logins), sort: (use) => use.logins, number: true },
        ],
        key: (use) => use.name,
        empty: 'Nobody has logged in yet.',
        file: caption.toLowerCase().replace(' ', '-'),
    };
}

function isOldMechanism(name) {
    return name === OLD_MECHANISM;
}

function isOldTls(name) {
    return OLD_TLS.test(name);
}

function chosen(id) {
    return document.getElementById(id).value;
}

function uses(accounts, logins) {
    return Object.keys(accounts).map((name) => ({ name, accounts: accounts[name], logins: logins[name] ?? 0 }));
}

function oldWords(logins) {
    const digest = logins.accountsByMechanism[OLD_MECHANISM] ?? 0;
    const versions = Object.entries(logins.accountsByTls).filter(([name]) => isOldTls(name));
    return [`Since the server was started: ${people(digest)} ${OLD_MECHANISM}.`,
        ...versions.map(([name, accounts]) => `${people(accounts)} ${name}.`),
        versions.length === 0 ? 'No account has used TLS 1.2 or older.' : ''].join(' ').trim();
}

function people(accounts) {
    return accounts === 0 ? 'No account has used' : accounts === 1 ? '1 account has used' : `${count(accounts)} accounts have used`;
}

function sinceWords(logins) {
    return [
        `Since ${local(logins.since)}, when this server was started.`,
        logins.found > logins.logins.length ? `Shown are ${logins.logins.length} of ${count(logins.found)}.` : '',
        logins.forgotten > 0
            ? `${count(logins.forgotten)} entries were dropped: the 10,000 of the latest are remembered.` : '',
    ].join(' ').trim();
}

/** What can be chosen; a choice that was made stays. */
function offer(id, names) {
    const select = document.getElementById(id);
    const known = new Set([...select.options].map((option) => option.value));
    for (const name of names.filter((name) => !known.has(name))) {
        select.append(new Option(name, name));
    }
}
