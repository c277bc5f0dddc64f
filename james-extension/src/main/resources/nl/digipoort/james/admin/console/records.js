// SPDX-License-Identifier: Apache-2.0
// Records of the audit trail in words.

import { reason } from './failed.js';

const WORDS = {
    command: 'command', uniqueId: 'unique-id', uniqueIds: 'unique-ids', messageId: 'Message-ID', size: 'size', octets: 'octets',
    sha256: 'SHA-256', dataSha256: 'SHA-256 of DATA', messages: 'messages', retrieved: 'retrieved', deleted: 'deleted', age: 'days old',
    mail: 'mail', sender: 'from', recipients: 'for', held: 'number', method: 'by', path: 'path', cipher: 'cipher', maildrop: 'maildrop',
    user: 'name', holder: 'held by', administrator: 'administrator', limits: 'limits', mailbox: 'mailbox',
};

/** What happened: the event, or the act of an administrator. */
export function eventWords(record) {
    return record.act ? `${record.act} (${record.event.replace('administration-', '')})` : record.event;
}

export function outcomeWords(record) {
    return record.event === 'login' && record.outcome !== 'OK' ? `${reason(record.outcome)} (${record.outcome})` : record.outcome ?? '';
}

/** The other fields, without the `omitted` ones that `known` has said. */
export function moreWords(record, known, omitted) {
    return Object.entries(WORDS)
        .filter(([field]) => record[field] !== undefined
            && !(omitted.includes(field) && String(record[field]) === String(known[field])))
        .map(([field, words]) => `${words} ${Array.isArray(record[field]) ? record[field].join(' ') : record[field]}`)
        .join(', ');
}

/** The number in the chain; a trail that began anew counts anew. */
export function recordKey(record) {
    return `${record.time} ${record.seq} ${record.event}`;
}
