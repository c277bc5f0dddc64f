// SPDX-License-Identifier: Apache-2.0
// The limits of accounts in words.

import { count, octets } from './words.js';

export const LIMITS = [
    { key: 'loginDelay', label: 'Login delay', hint: 'Seconds from one login to the next; 0 is none.' },
    { key: 'retention', label: 'Retention', hint: 'Days for which a message stays, or never.' },
    { key: 'largestMessage', label: 'Largest message', hint: 'Octets of one message, or unlimited.' },
    { key: 'quotaOctets', label: 'Quota in octets', hint: 'Octets of all messages, or unlimited.' },
    { key: 'quotaMessages', label: 'Quota in messages', hint: 'Messages in the maildrop, or unlimited.' },
];

/** A limit is a number, and no limit is a word. */
export function limitOf(text) {
    const value = text.trim();
    return /^[0-9]+$/.test(value) ? Number(value) : value;
}

export function limitText(key, value) {
    if (typeof value !== 'number') {
        return key === 'retention' ? 'for ever' : value;
    }
    switch (key) {
        case 'loginDelay': return value === 0 ? 'none' : `${count(value)} s`;
        case 'retention': return value === 1 ? '1 day' : `${count(value)} days`;
        case 'quotaMessages': return value === 1 ? '1 message' : `${count(value)} messages`;
        default: return octets(value);
    }
}
