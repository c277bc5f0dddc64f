// SPDX-License-Identifier: Apache-2.0
// The page on which the audit trail is searched. What belongs to one session, or to one mail, stands together.

import { query, readAll } from './api.js';
import { save } from './csv.js';
import { eventWords, moreWords, outcomeWords } from './records.js';
import { element, isOfOneDay, local, put, timeElement, timeOfDay } from './words.js';

const MOST = 50;
const FIELDS = ['user', 'messageId', 'sha256', 'session', 'from', 'until'];
/** What the heading of a group says, and what its first record says for all of them. */
const OF_HEADING = ['maildrop', 'mail', 'administrator'];
const OF_GROUP = [...OF_HEADING, 'user', 'cipher', 'sender', 'recipients', 'messageId'];
const COLUMNS = ['time', 'event', 'act', 'outcome', 'session', 'address', 'user', 'maildrop', 'mechanism', 'tls', 'administrator',
    'sender', 'recipients', 'mail', 'command', 'uniqueId', 'messageId', 'size', 'octets', 'sha256', 'dataSha256', 'fence', 'seq'];

export class Audit {
    constructor(refresh) {
        this.refresh = refresh;
        this.records = [];
        this.form = document.getElementById('audit-form');
        this.groups = document.getElementById('audit-groups');
        this.further = document.getElementById('audit-further');
        this.csv = document.getElementById('audit-csv');
        this.form.addEventListener('submit', (event) => {
            event.preventDefault();
            const hash = `#audit/${query(this.asked())}`;
            if (location.hash === hash) {
                this.begin(hash.slice('#audit/'.length));
                refresh();
            } else {
                location.hash = hash;
            }
        });
        this.further.addEventListener('click', () => {
            this.wanted = true;
            refresh();
        });
        this.csv.addEventListener('click', () => save('audit', [COLUMNS,
            ...this.records.map((record) => COLUMNS.map((column) => [record[column] ?? ''].flat().join(' ')))]));
    }

    asked() {
        return Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value.trim()]));
    }

    /** @param text a query, as the form makes it */
    begin(text) {
        const values = new URLSearchParams(text);
        for (const name of FIELDS) {
            this.form.elements[name].value = values.get(name) ?? '';
        }
        this.records = [];
        this.query = this.asked();
        this.next = undefined;
        this.wanted = true;
        this.groups.replaceChildren();
        put(document.getElementById('audit-note'), '');
        this.further.hidden = true;
        this.csv.hidden = true;
    }

    /** Searches when asked, not in time: what is read stays where it is. The form may say something else by now. */
    async update() {
        if (!this.wanted) {
            return [];
        }
        const { from, until, ...values } = this.query;
        const { values: [found], refusals } = await readAll([`audit?${query({
            ...values, from: moment(from), before: moment(until), next: this.next, limit: MOST })}`]);
        if (found) {
            this.wanted = false;
            this.records.push(...found.records);
            this.next = found.next ?? undefined;
            this.groups.replaceChildren(...grouped(this.records).map(groupElement));
            put(document.getElementById('audit-note'), resultWords(this.records.length, found));
            this.further.hidden = this.next === undefined;
            this.csv.hidden = this.records.length === 0;
        }
        return refusals;
    }
}

/** The local time of a field, in UTC. */
function moment(text) {
    return text === '' ? '' : new Date(text).toISOString();
}

function resultWords(count, found) {
    const back = found.lookedBackTo ? ` back to ${local(found.lookedBackTo)}` : '';
    const records = count === 0 ? 'No record fits' : count === 1 ? '1 record fits' : `${count} records fit`;
    return found.complete ? `${records}. This server's trail was searched to its beginning, or to the time that you gave.`
        : `${records}. The trail was searched${back}.`;
}

/** Groups by session, else by mail, else by who did it, in the order of their latest records; each the oldest first. */
function grouped(records) {
    const groups = new Map();
    let alike = '';
    let runs = 0;
    for (const record of records) {
        const who = `${record.administrator ?? ''} ${record.address ?? ''}`;
        const isAlone = !record.session && !record.mail;
        if (isAlone && who !== alike) {
            runs++;
        }
        alike = isAlone ? who : '';
        const key = record.session ? `session ${record.session}` : record.mail ? `mail ${record.mail}` : `run ${runs}`;
        if (!groups.has(key)) {
            groups.set(key, []);
        }
        groups.get(key).unshift(record);
    }
    return [...groups.values()];
}

function groupElement(records) {
    const group = element('section', { className: 'group' });
    const first = records[0];
    const heading = element('h3', {});
    heading.append(timeElement(first.time), ` ${groupWords(first, records)}`);
    const list = document.createElement('ol');
    list.append(...records.map((record) => recordElement(record, records)));
    group.append(heading, list);
    return group;
}

function groupWords(first, records) {
    if (first.session) {
        const who = first.maildrop ?? records.find((record) => record.maildrop)?.maildrop ?? first.user ?? 'a session';
        return [who, `from ${first.address}`, first.mechanism, first.tls, `session ${first.session}`].filter(Boolean).join(' · ');
    }
    return first.mail ? `mail ${first.mail}` : first.administrator ? `administrator ${first.administrator} · from ${first.address}` : first.node ?? '';
}

function recordElement(record, records) {
    const line = document.createElement('li');
    const first = records[0];
    const more = record === first ? moreWords(record, { ...record, maildrop: records.find((other) => other.maildrop)?.maildrop }, OF_HEADING)
        : moreWords(record, first, OF_GROUP);
    const time = timeElement(record.time);
    if (isOfOneDay(record.time, first.time)) {
        time.textContent = timeOfDay(record.time);
    }
    line.append(time, element('strong', { textContent: eventWords(record) }),
        element('span', { textContent: outcomeWords(record) }), element('span', { className: 'quiet', textContent: more }));
    return line;
}
