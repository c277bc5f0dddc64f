// SPDX-License-Identifier: Apache-2.0
// The page that is seen first: the state of the server now, and its logins over time.

import { readAll } from './api.js';
import { Cards } from './cards.js';
import { Chart } from './chart.js';
import { failureColumns } from './failed.js';
import { Table, accountColumn } from './table.js';
import { clock, count, octets, put, showTime, span } from './words.js';

/** Of failed logins. */
const LATEST = 5;
/** From where, why, how often and when. */
const MOST_TOLD = 4;
const OUTCOMES = ['OK', 'AUTH', 'BINDING', 'IN-USE', 'LOGIN-DELAY', 'SYS/TEMP'];

export class Overview {
    constructor(refresh) {
        this.cards = new Cards('cards');
        this.loginsChart = new Chart('logins-chart', OUTCOMES.map((name) => (
            { name, className: `bar-${name.toLowerCase().replace('/', '-')}` })));
        this.octetsChart = new Chart('octets-chart', [{ name: 'octets', className: 'bar-octets' }]);
        this.failures = new Table('latest-failures', {
            caption: `The latest ${LATEST}`,
            columns: [accountColumn('Name', (failure) => failure.user), ...failureColumns().slice(0, MOST_TOLD)],
            key: (failure) => `${failure.user}\n${failure.address}\n${failure.outcome}`,
            empty: 'No login has failed since the server was started.',
        });
        this.periods = new Table('periods', {
            caption: 'Logins by outcome and octets sent, the latest first, without the times of rest',
            columns: periodColumns(),
            key: (period) => period.from,
            empty: 'Nothing has happened in this time.',
            file: 'logins-over-time',
        });
        for (const control of document.querySelectorAll('input[name="range"]')) {
            control.addEventListener('change', refresh);
        }
    }

    async update(health) {
        const range = document.querySelector('input[name="range"]:checked').value;
        const { values: [locks, held, overTime, tls, failed], refusals } = await readAll(
            ['locks', 'held', `logins/over-time?range=${range}`, 'tls', `logins/failed?limit=${LATEST}`]);
        this.cards.show([...healthFacts(health), ...lockFacts(locks), ...heldFacts(held), ...loginFacts(overTime), ...tlsFacts(tls)]);
        if (failed) {
            this.failures.show(failed.failures);
        }
        if (overTime) {
            this.showOverTime(overTime);
        }
        return refusals;
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
}

function healthFacts(health) {
    return [['Health checks', health ? `${health.healthy} of ${health.all} healthy` : 'not known']];
}

function lockFacts(locks) {
    return locks ? [['Sessions now', {
        href: '#sessions', text: count(locks.filter((lock) => lock.kind === 'session').length),
    }]] : [];
}

function heldFacts(held) {
    if (!held) {
        return [];
    }
    return [
        ['Mail that waits', { href: '#held', text: count(held.reduce((sum, of) => sum + of.count, 0)) }],
        ['The oldest waits for', held.length === 0 ? '–' : span(Math.max(...held.map((of) => of.heldSeconds)))],
    ];
}

function loginFacts(overTime) {
    if (!overTime) {
        return [];
    }
    const during = overTime.minutes === 1 ? 'in the last hour' : 'in the last day';
    const sums = totals(overTime.periods, 'outcomes');
    const refused = Object.entries(sums).reduce((sum, [name, of]) => (name === 'OK' ? sum : sum + of), 0);
    return [
        [`Logins ${during}`, count(sums.OK ?? 0)],
        [`Failed ${during}`, { href: '#failed', text: count(refused) }],
        [`Sent ${during}`, overTime.octetsCounted
            ? octets(overTime.periods.reduce((sum, period) => sum + period.octets, 0)) : 'not counted'],
    ];
}

function tlsFacts(tls) {
    if (!tls || tls.certificates.length === 0) {
        return [];
    }
    const days = Math.min(...tls.certificates.map((certificate) => certificate.daysLeft));
    return [['A certificate expires in', {
        href: '#certificates', text: days < 0 ? 'has expired' : days === 1 ? '1 day' : `${count(days)} days`,
    }]];
}

function periodColumns() {
    return [
        { label: 'From', time: (period) => period.from },
        ...OUTCOMES.map((name) => ({ label: name, text: (period) => count(period.outcomes[name] ?? 0), number: true })),
        { label: 'Octets', text: (period) => octets(period.octets), sort: (period) => period.octets, number: true },
    ];
}

function isBusy(period) {
    return period.octets > 0 || Object.keys(period.outcomes).length > 0;
}

/** The sums of a map of counts over all periods. */
export function totals(periods, what) {
    const sums = {};
    for (const period of periods) {
        for (const [name, of] of Object.entries(period[what])) {
            sums[name] = (sums[name] ?? 0) + of;
        }
    }
    return sums;
}
