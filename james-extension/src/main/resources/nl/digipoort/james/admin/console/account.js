// SPDX-License-Identifier: Apache-2.0
// The page of one account.

import { read, segment } from './api.js';
import { Cards } from './cards.js';
import { breakLock, release } from './confirm.js';
import { loginColumns } from './overview.js';
import { Table } from './table.js';
import { count, local, octets, put, span } from './words.js';

const RECORDS = 100;
const RECORD_WORDS = {
    mail: 'mail', sender: 'from', recipients: 'for', held: 'number', sha256: 'SHA-256', method: 'by',
    cipher: 'cipher', maildrop: 'maildrop', fence: 'fence', holder: 'held by', act: 'act', administrator: 'administrator',
    command: 'command', uniqueId: 'unique-id', uniqueIds: 'unique-ids', messageId: 'Message-ID', size: 'size', octets: 'octets',
    messages: 'messages', retrieved: 'retrieved', deleted: 'deleted', limits: 'limits',
    age: 'days old', user: 'name',
};

export class Account {
    constructor(refresh) {
        this.refresh = refresh;
        this.cards = new Cards('account-cards');
        this.held = new Table('account-held', [
            { text: (delivery) => delivery.mail },
            { time: (delivery) => delivery.arrivedAt },
            { text: (delivery) => span(delivery.heldSeconds) },
        ], { key: (delivery) => delivery.key, empty: 'No mail waits.' });
        this.uses = new Table('account-uses', loginColumns(), {
            key: (login) => `${login.mechanism} ${login.tls}`, empty: 'It has not logged in.',
        });
        this.audit = new Table('account-audit', recordColumns(), { key: recordKey, empty: 'No record was found.' });
        this.breakButton = document.getElementById('account-break');
        this.releaseButton = document.getElementById('account-release');
        this.breakButton.addEventListener('click', () => breakLock(this.lock, this.refresh));
        this.releaseButton.addEventListener('click', () => release({
            user: this.user, count: this.heldCount, heldSeconds: this.waiting[0].heldSeconds,
        }, this.refresh));
    }

    begin(user) {
        this.user = user;
        this.lock = undefined;
        this.waiting = [];
        put(document.getElementById('account-title'), user);
        this.cards.show([]);
        this.held.show([]);
        this.uses.show([]);
        this.audit.show([]);
        put(document.getElementById('account-audit-note'), '');
        this.showActs();
    }

    async update() {
        const user = this.user;
        const name = segment(user);
        const answers = await Promise.allSettled([
            `maildrops/${name}`, `credentials/${name}`, 'locks', `held/${name}`, `logins?user=${name}`,
            `audit/${name}?limit=${RECORDS}`].map(read));
        if (user !== this.user) {
            return [];
        }
        const [maildrop, credentials, locks, held, logins, audit] = answers.map((answer) => answer.value);
        this.lock = locks?.find((lock) => lock.user === user.toLowerCase());
        this.waiting = held ?? [];
        this.heldCount = maildrop?.heldDeliveries ?? this.waiting.length;
        this.cards.show([...maildropFacts(maildrop), ...credentialFacts(credentials), ...this.lockFacts(locks)]);
        this.held.show(this.waiting);
        this.showActs();
        if (logins) {
            this.uses.show(logins.logins);
        }
        if (audit) {
            this.audit.show(audit.records);
            put(document.getElementById('account-audit-note'), auditWords(audit));
        }
        return answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason);
    }

    lockFacts(locks) {
        if (!locks) {
            return [];
        }
        return [['Lock', this.lock ? `${this.lock.kind} from ${this.lock.client ?? this.lock.mail} for ${span(this.lock.heldSeconds)}`
            + `, ${this.lock.state}, fence ${this.lock.fence}` : 'none']];
    }

    /** A button that goes while it has the focus leaves that with the heading. */
    showActs() {
        for (const [button, isThere] of [[this.breakButton, this.lock], [this.releaseButton, this.waiting.length > 0]]) {
            if (!isThere && button === document.activeElement) {
                document.getElementById('account-title').focus();
            }
            button.hidden = !isThere;
        }
    }
}

function maildropFacts(maildrop) {
    if (!maildrop) {
        return [];
    }
    return [
        ['Messages', `${count(maildrop.messages)}, ${octets(maildrop.octets)}`],
        ['Last login', maildrop.lastLogin ? { time: maildrop.lastLogin.at, more: `from ${maildrop.lastLogin.client}` } : 'unknown'],
        ['Last retrieval', maildrop.lastRetrieval ? { time: maildrop.lastRetrieval.at } : 'unknown'],
    ];
}

function credentialFacts(credentials) {
    return credentials ? [['Record for DIGEST-MD5', credentials.state]] : [];
}

function recordColumns() {
    return [
        { time: (record) => record.time },
        { text: (record) => record.event },
        { text: (record) => record.outcome ?? '' },
        { text: (record) => record.address ?? '', whole: true },
        { text: (record) => [record.mechanism, record.tls].filter(Boolean).join(', ') },
        { text: (record) => record.session ?? '' },
        { text: moreWords },
    ];
}

/** A record has no name of its own; the same one twice in a millisecond is shown once. */
function recordKey(record) {
    return JSON.stringify(record);
}

function moreWords(record) {
    return Object.entries(RECORD_WORDS)
        .filter(([field]) => record[field] !== undefined)
        .map(([field, words]) => `${words} ${Array.isArray(record[field]) ? record[field].join(' ') : record[field]}`)
        .join(', ');
}

function auditWords(audit) {
    const back = audit.lookedBackTo ? ` back to ${local(audit.lookedBackTo)}` : '';
    return audit.complete
        ? `These are all records of the account in the files of this server,${back || ' which are empty'}.`
        : `Looked for in the files of this server${back}: the latest ${RECORDS} records, in the last 16 MB at most.`;
}
