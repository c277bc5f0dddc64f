// SPDX-License-Identifier: Apache-2.0
// The page of one account.

import { breakLock, release, removeAccount, setLimits, setPassword } from './acts.js';
import { query, readAll, segment } from './api.js';
import { Cards } from './cards.js';
import { loginColumns } from './clients.js';
import { failureColumns } from './failed.js';
import { LIMITS, limitText } from './limits.js';
import { Messages } from './messages.js';
import { eventWords, moreWords, outcomeWords, recordKey } from './records.js';
import { Table } from './table.js';
import { count, local, octets, put, span } from './words.js';

const RECORDS = 10;
/** What the page of the audit trail says. */
const OMITTED = ['user', 'maildrop', 'cipher', 'sha256', 'dataSha256', 'recipients'];
const NOT_FOUND = 404;
const STATE_WORDS = {
    usable: 'usable', none: 'none yet', 'void-password-changed': 'void: the password was changed elsewhere',
    'void-realm-changed': 'void: of another realm', 'unknown-key': 'sealed with a key that this server does not have', broken: 'broken',
};

export class Account {
    constructor(refresh) {
        const changed = () => {
            this.again();
            return refresh();
        };
        this.cards = new Cards('account-cards');
        this.limitCards = new Cards('account-limits');
        this.messages = new Messages(refresh);
        this.held = new Table('account-held', {
            caption: 'Mail that waits for this maildrop, the oldest first',
            columns: [
                { label: 'Mail', text: (delivery) => delivery.mail },
                { label: 'Size', text: (delivery) => octets(delivery.octets), sort: (delivery) => delivery.octets, number: true },
                { label: 'Arrived', time: (delivery) => delivery.arrivedAt },
                { label: 'Waits for', text: (delivery) => span(delivery.heldSeconds), sort: (delivery) => delivery.heldSeconds, whole: true },
            ],
            key: (delivery) => String(delivery.sequence),
            empty: 'No mail waits.',
        });
        this.uses = new Table('account-uses', {
            caption: 'Mechanisms and TLS versions since the server was started, the latest first',
            columns: loginColumns(),
            key: (login) => `${login.mechanism} ${login.tls}`,
            empty: 'It has not logged in since the server was started.',
        });
        this.failures = new Table('account-failures', {
            caption: 'Failed logins under this name since the server was started, the latest first',
            columns: failureColumns(),
            key: (failure) => `${failure.user} ${failure.address} ${failure.outcome}`,
            empty: 'No login under this name has failed since the server was started.',
        });
        this.audit = new Table('account-audit', {
            caption: 'Audit records, the latest first',
            columns: recordColumns(() => this.user),
            key: recordKey,
            empty: 'No record was found.',
        });
        this.buttons = Object.fromEntries(['break', 'release', 'password', 'limits', 'remove'].map((name) => (
            [name, document.getElementById(`account-${name}-button`)])));
        this.buttons.break.addEventListener('click', () => breakLock(this.lock, changed));
        this.buttons.release.addEventListener('click', () => release(
            { user: this.user, count: this.heldCount, heldSeconds: this.waiting[0].heldSeconds }, changed));
        this.buttons.password.addEventListener('click', () => setPassword(this.user, changed));
        this.buttons.limits.addEventListener('click', () => setLimits(this.user, this.limits, changed));
        this.buttons.remove.addEventListener('click', () => removeAccount(this.user, this.maildrop.messages, changed));
    }

    begin(user) {
        this.user = user;
        this.lock = undefined;
        this.limits = undefined;
        this.maildrop = undefined;
        this.waiting = [];
        put(document.getElementById('account-title'), user);
        document.getElementById('account-audit-link').href = `#audit/${query({ user })}`;
        this.cards.show([]);
        this.limitCards.show([]);
        this.messages.begin(user);
        for (const table of [this.held, this.uses, this.failures, this.audit]) {
            table.show([]);
        }
        put(document.getElementById('account-audit-note'), '');
        this.again();
        this.showWhetherItIsThere(undefined);
        this.showActs();
    }

    /** Messages and audit records cost the server more, so no timer reads them. */
    again() {
        this.messages.wanted = true;
        this.auditWanted = true;
    }

    async update() {
        const user = this.user;
        const name = segment(user);
        const { wanted } = this.messages;
        const { auditWanted } = this;
        this.messages.wanted = false;
        this.auditWanted = false;
        const { values, refusals } = await readAll([
            `maildrops/${name}`, `credentials/${name}`, `limits/${name}`, `held/${name}`,
            `logins?user=${name}`, `logins/failed?user=${name}`,
            ...(wanted ? [this.messages.path()] : []),
            ...(auditWanted ? [`audit/${name}?limit=${RECORDS}`] : [])]);
        if (user !== this.user) {
            return [];
        }
        const [maildrop, credentials, limits, held, logins, failed, ...rest] = values;
        const messages = wanted ? rest.shift() : undefined;
        const audit = rest.shift();
        this.messages.wanted ||= wanted && !messages;
        this.auditWanted ||= auditWanted && !audit;
        this.maildrop = maildrop;
        this.lock = maildrop?.lock ?? undefined;
        this.limits = limits;
        this.waiting = held ?? [];
        this.heldCount = maildrop?.heldDeliveries ?? this.waiting.length;
        this.showWhetherItIsThere(maildrop !== undefined ? true
            : refusals.some((refusal) => refusal.status === NOT_FOUND) ? false : undefined);
        this.cards.show([...maildropFacts(maildrop), ...credentialFacts(credentials), ...lockFacts(maildrop)]);
        this.limitCards.show(limitFacts(limits));
        this.held.show(this.waiting);
        this.showActs();
        if (messages) {
            this.messages.show(messages);
        }
        if (logins) {
            this.uses.show(logins.logins);
        }
        if (failed) {
            this.failures.show(failed.failures);
        }
        if (audit) {
            this.audit.show(audit.records);
            put(document.getElementById('account-audit-note'), auditWords(audit));
        }
        return refusals.filter((refusal) => refusal.status !== NOT_FOUND);
    }

    /** @param isThere undefined where that is not known */
    showWhetherItIsThere(isThere) {
        document.getElementById('account-missing').hidden = isThere !== false;
        for (const part of document.querySelectorAll('#page-account [data-account]')) {
            part.hidden = isThere !== true;
        }
    }

    /** What can be done now; a button that goes while it has the focus leaves that with the heading. */
    showActs() {
        const offered = {
            break: this.lock !== undefined,
            release: this.waiting.length > 0 && this.lock === undefined,
            password: this.maildrop !== undefined,
            limits: this.limits !== undefined,
            remove: this.maildrop !== undefined,
        };
        for (const [name, button] of Object.entries(this.buttons)) {
            if (!offered[name] && button === document.activeElement) {
                document.getElementById('account-title').focus();
            }
            button.hidden = !offered[name];
        }
        put(document.getElementById('account-held-note'), this.waiting.length > 0 && this.lock
            ? 'It comes in by itself when the maildrop is free.' : '');
    }
}

function maildropFacts(maildrop) {
    if (!maildrop) {
        return [];
    }
    return [
        ['Messages', `${count(maildrop.messages)}, ${octets(maildrop.octets)}`],
        ['Mail that waits', count(maildrop.heldDeliveries)],
        ['Last login', maildrop.lastLogin ? { time: maildrop.lastLogin.at, more: `from ${maildrop.lastLogin.client}` } : 'not known'],
        ['Last retrieval', maildrop.lastRetrieval ? { time: maildrop.lastRetrieval.at } : 'not known'],
    ];
}

function credentialFacts(credentials) {
    if (!credentials) {
        return [];
    }
    const { usable, scram, state } = credentials;
    return [['Credential record', usable && !scram ? 'usable, not for SCRAM' : STATE_WORDS[state] ?? state]];
}

function lockFacts(maildrop) {
    if (!maildrop) {
        return [];
    }
    const lock = maildrop.lock;
    return [['Lock', lock ? `${lock.kind} from ${lock.client ?? lock.mail} for ${span(lock.heldSeconds)}`
        + `${lock.state === 'updating' ? ', deleting' : ''}` : 'none']];
}

function limitFacts(limits) {
    return limits ? LIMITS.map(({ key, label }) => [label, limitText(key, limits.limits[key])
        + (key in limits.exceptions ? ', of its own' : '')]) : [];
}

/** @param user gives the account, which each record need not name again */
function recordColumns(user) {
    return [
        { label: 'Time', time: (record) => record.time },
        { label: 'Event', text: eventWords, whole: true },
        { label: 'Outcome', text: outcomeWords },
        { label: 'From', text: (record) => record.address ?? '', whole: true },
        { label: 'By', text: (record) => [record.mechanism, record.tls].filter(Boolean).join(', ') },
        { label: 'More', text: (record) => moreWords(record, { ...record, user: user() }, OMITTED), long: true },
    ];
}

function auditWords(audit) {
    const back = audit.lookedBackTo ? ` back to ${local(audit.lookedBackTo)}` : '';
    return audit.complete
        ? `These are all records of the account in the files of this server,${back || ' which are empty'}.`
        : `Looked for in the files of this server${back}: the latest ${RECORDS} records.`;
}
