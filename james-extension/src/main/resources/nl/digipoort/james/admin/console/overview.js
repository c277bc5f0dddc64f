// SPDX-License-Identifier: Apache-2.0
// The page of all accounts.

import { read, segment } from './api.js';
import { Cards } from './cards.js';
import { Chart } from './chart.js';
import { breakLock, release } from './confirm.js';
import { Table, accountLink, actButton } from './table.js';
import { clock, count, local, octets, put, showTime, span } from './words.js';

const OUTCOMES = ['OK', 'AUTH', 'IN-USE', 'LOGIN-DELAY', 'SYS/TEMP'];
/** What clients should leave behind them, as far as they can. */
export const OLD_MECHANISM = 'DIGEST-MD5';
export const OLD_TLS = /^TLSv1(\.[0-2])?$/;

export class Overview {
    /** @param refresh reads again, after an act or another choice */
    constructor(refresh) {
        this.refresh = refresh;
        this.cards = new Cards('cards');
        this.locks = new Table('locks', this.lockColumns(), {
            key: (lock) => `${lock.user} ${lock.fence}`, empty: 'No maildrop is locked.',
        });
        this.held = new Table('held', this.heldColumns(), { key: (held) => held.user, empty: 'No mail waits.' });
        this.loginsChart = new Chart('logins-chart', OUTCOMES.map((name) => (
            { name, className: `bar-${name.toLowerCase().replace('/', '-')}` })));
        this.octetsChart = new Chart('octets-chart', [{ name: 'octets', className: 'bar-octets' }]);
        this.periods = new Table('periods', periodColumns(), {
            key: (period) => period.from, empty: 'Nothing has happened in this time.',
        });
        this.mechanisms = new Table('mechanisms', useColumns(isOldMechanism), {
            key: (use) => use.name, empty: 'Nobody has logged in yet.',
        });
        this.versions = new Table('versions', useColumns(isOldTls), {
            key: (use) => use.name, empty: 'Nobody has logged in yet.',
        });
        this.users = new Table('users', [
            { node: accountLink((login) => login.user) }, ...loginColumns(),
        ], { key: (login) => `${login.user} ${login.mechanism} ${login.tls}`, empty: 'Nobody has logged in so.' });
        this.certificates = new Table('certificates', certificateColumns(), {
            key: (certificate) => certificate.sha256, empty: 'The server serves no certificate.',
        });
        this.watchChoices();
    }

    watchChoices() {
        for (const control of document.querySelectorAll('input[name="range"], #mechanism, #tls')) {
            control.addEventListener('change', () => this.refresh());
        }
    }

    lockColumns() {
        return [
            { node: accountLink((lock) => lock.user) },
            { text: (lock) => lock.kind },
            { text: (lock) => lock.client ?? lock.mail ?? '' },
            { time: (lock) => lock.since },
            { text: (lock) => span(lock.heldSeconds) },
            { text: (lock) => lock.state },
            { text: (lock) => span(lock.leftSeconds) },
            { text: (lock) => lock.node },
            { text: (lock) => String(lock.fence) },
            { node: actButton('Break', (lock) => `Break the lock on ${lock.user}, fence ${lock.fence}`,
                (lock) => breakLock(lock, this.refresh)) },
        ];
    }

    heldColumns() {
        return [
            { node: accountLink((held) => held.user) },
            { text: (held) => count(held.count) },
            { time: (held) => held.oldestHeldAt },
            { text: (held) => span(held.heldSeconds) },
            { node: actButton('Release', (held) => `Release the mail held for ${held.user}`,
                (held) => release(held, this.refresh)) },
        ];
    }

    /** Reads everything at once; gives the refusals, and shows what there is. */
    async update() {
        const range = document.querySelector('input[name="range"]:checked').value;
        const filter = `mechanism=${segment(this.chosen('mechanism'))}&tls=${segment(this.chosen('tls'))}`;
        const answers = await Promise.allSettled(
            ['locks', 'held', `logins/over-time?range=${range}`, `logins?limit=200&${filter}`, 'tls'].map(read));
        const [locks, held, overTime, logins, tls] = answers.map((answer) => answer.value);
        this.showCards(locks, held, overTime, tls);
        if (locks) {
            this.locks.show(locks);
        }
        if (held) {
            this.held.show(held);
        }
        if (overTime) {
            this.showOverTime(overTime);
        }
        if (overTime && logins) {
            this.showLogins(overTime, logins);
        }
        if (tls) {
            this.showTls(tls);
        }
        return answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason);
    }

    chosen(id) {
        return document.getElementById(id).value;
    }

    showCards(locks, held, overTime, tls) {
        const facts = [];
        if (locks) {
            facts.push(['Sessions now', count(locks.filter((lock) => lock.kind === 'session').length)]);
        }
        if (held) {
            facts.push(['Held deliveries', count(held.reduce((sum, of) => sum + of.count, 0))]);
            facts.push(['The oldest waits for',
                held.length === 0 ? '–' : span(Math.max(...held.map((of) => of.heldSeconds)))]);
        }
        if (overTime) {
            const during = overTime.minutes === 1 ? 'in the last hour' : 'in the last day';
            const sums = totals(overTime.periods, 'outcomes');
            const refused = Object.entries(sums).reduce((sum, [name, of]) => (name === 'OK' ? sum : sum + of), 0);
            facts.push([`Logins ${during}`, count(sums.OK ?? 0)]);
            facts.push([`Refused ${during}`, count(refused)]);
            facts.push([`Sent ${during}`, overTime.octetsCounted
                ? octets(overTime.periods.reduce((sum, period) => sum + period.octets, 0)) : 'not counted']);
        }
        if (tls) {
            const days = Math.min(...tls.certificates.map((certificate) => certificate.daysLeft));
            facts.push(['A certificate expires in', days < 0 ? 'has expired' : `${days} days`]);
        }
        this.cards.show(facts);
    }

    showOverTime(overTime) {
        showTime(document.getElementById('since'), overTime.since);
        const unit = overTime.minutes === 1 ? 'a minute' : `${overTime.minutes} minutes`;
        const begin = clock(overTime.periods[0].from);
        const end = 'now';
        const logins = overTime.periods.map((period) => OUTCOMES.map((name) => period.outcomes[name] ?? 0));
        const sums = totals(overTime.periods, 'outcomes');
        const all = OUTCOMES.map((name) => `${name} ${count(sums[name] ?? 0)}`).join(', ');
        this.loginsChart.show(logins.map((values, i) => ({
            values,
            title: `${clock(overTime.periods[i].from)}: ${OUTCOMES.map((name, kind) => `${name} ${values[kind]}`).join(', ')}`,
        })), {
            name: `Logins by outcome from ${begin} to ${end}, in all ${all}`,
            most: `at most ${count(Math.max(...logins.map((values) => values.reduce((a, b) => a + b, 0))))} in ${unit}`,
            begin,
            end,
        });
        const sent = overTime.periods.map((period) => period.octets);
        this.octetsChart.show(overTime.periods.map((period) => ({
            values: [period.octets], title: `${clock(period.from)}: ${octets(period.octets)}`,
        })), {
            name: `Octets sent from ${begin} to ${end}, in all ${octets(sent.reduce((a, b) => a + b, 0))}`,
            most: overTime.octetsCounted ? `at most ${octets(Math.max(...sent))} in ${unit}`
                : 'Not counted, because the audit trail is off.',
            begin,
            end,
        });
        this.periods.show(overTime.periods.filter(isBusy).reverse());
    }

    showLogins(overTime, logins) {
        this.mechanisms.show(uses(logins.accountsByMechanism, totals(overTime.periods, 'mechanisms')));
        this.versions.show(uses(logins.accountsByTls, totals(overTime.periods, 'tls')));
        offer('mechanism', Object.keys(logins.accountsByMechanism));
        offer('tls', Object.keys(logins.accountsByTls));
        put(document.getElementById('old'), oldWords(logins));
        this.users.show(logins.logins);
        put(document.getElementById('users-note'), [
            `Since ${local(logins.since)}, when this server was started.`,
            logins.found > logins.logins.length ? `Shown are ${logins.logins.length} of ${count(logins.found)}.` : '',
            logins.forgotten > 0
                ? `${count(logins.forgotten)} entries were dropped: the 10,000 of the latest are remembered.` : '',
        ].join(' ').trim());
    }

    showTls(tls) {
        this.certificates.show(tls.certificates);
        const problem = document.getElementById('tls-problem');
        put(problem, tls.problem ?? '');
        problem.hidden = !tls.problem;
    }
}

/** Columns of a login that was seen, without the account. */
export function loginColumns() {
    return [
        { text: (login) => login.mechanism, old: (login) => isOldMechanism(login.mechanism) },
        { text: (login) => login.tls, old: (login) => isOldTls(login.tls) },
        { time: (login) => login.lastAt },
        { text: (login) => login.lastClient, whole: true },
        { text: (login) => count(login.count) },
    ];
}

function isOldMechanism(name) {
    return name === OLD_MECHANISM;
}

function isOldTls(name) {
    return OLD_TLS.test(name);
}

function periodColumns() {
    return [
        { time: (period) => period.from },
        ...OUTCOMES.map((name) => ({ text: (period) => count(period.outcomes[name] ?? 0) })),
        { text: (period) => octets(period.octets) },
    ];
}

function useColumns(isOld) {
    return [
        { text: (use) => use.name, old: (use) => isOld(use.name) },
        { text: (use) => count(use.accounts) },
        { text: (use) => count(use.logins) },
    ];
}

function certificateColumns() {
    return [
        { text: (certificate) => certificate.subject },
        { text: (certificate) => certificate.issuer },
        { text: (certificate) => certificate.keyAlgorithm },
        { time: (certificate) => certificate.notAfter },
        { text: (certificate) => String(certificate.daysLeft), old: (certificate) => certificate.daysLeft < 14 },
    ];
}

function isBusy(period) {
    return period.octets > 0 || Object.keys(period.outcomes).length > 0;
}

/** The sums of a map of counts over all periods. */
function totals(periods, what) {
    const sums = {};
    for (const period of periods) {
        for (const [name, of] of Object.entries(period[what])) {
            sums[name] = (sums[name] ?? 0) + of;
        }
    }
    return sums;
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

/** What can be chosen; a choice that was made stays. */
function offer(id, names) {
    const select = document.getElementById(id);
    const known = new Set([...select.options].map((option) => option.value));
    for (const name of names.filter((name) => !known.has(name))) {
        select.append(new Option(name, name));
    }
}
