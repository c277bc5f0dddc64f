// SPDX-License-Identifier: Apache-2.0
// The messages of one maildrop, without their content; a subject is read when it is asked for, and that is in the audit trail.

import { query, read, segment } from './api.js';
import { showActProblem } from './notes.js';
import { Table } from './table.js';
import { count, element, octets, put } from './words.js';

const PAGE = 10;

export class Messages {
    constructor(refresh) {
        this.subjects = new Map();
        this.messages = new Table('messages', {
            caption: 'Messages that a session would find now',
            columns: [
                { label: 'Number', text: (message) => String(message.number), sort: (message) => message.number },
                { label: 'Size', text: (message) => octets(message.octets), sort: (message) => message.octets, number: true },
                { label: 'Arrived', time: (message) => message.arrivedAt },
                { label: 'Unique-id', text: (message) => message.uniqueId },
                { label: 'Subject', node: (current) => this.subject(current), long: true },
            ],
            key: (message) => message.uniqueId,
            empty: 'The maildrop is empty.',
        });
        this.refresh = refresh;
        this.earlier = document.getElementById('messages-earlier');
        this.later = document.getElementById('messages-later');
        this.earlier.addEventListener('click', () => this.turn(-PAGE));
        this.later.addEventListener('click', () => this.turn(PAGE));
    }

    begin(user) {
        this.user = user;
        this.after = 0;
        this.wanted = true;
        this.subjects.clear();
        this.show({ count: 0, messages: [] });
    }

    turn(by) {
        document.getElementById('messages-title').focus();
        return this.goTo(Math.max(0, this.after + by));
    }

    goTo(after) {
        this.after = after;
        this.wanted = true;
        return this.refresh();
    }

    path() {
        return `maildrops/${segment(this.user)}/messages?${query({ after: this.after, limit: PAGE })}`;
    }

    /** Where messages were deleted meanwhile, a page may have none. */
    show(page) {
        if (page.messages.length === 0 && page.count > 0 && this.after > 0) {
            this.goTo(Math.floor((page.count - 1) / PAGE) * PAGE);
            return;
        }
        this.messages.show(page.messages);
        const last = this.after + page.messages.length;
        this.earlier.hidden = this.after === 0;
        this.later.hidden = last >= page.count;
        put(document.getElementById('messages-note'), page.count > PAGE
            ? `${count(this.after + 1)} to ${count(last)} of ${count(page.count)}.` : '');
    }

    /** A button that becomes the subject. */
    subject(current) {
        const place = document.createElement('span');
        const button = element('button', { type: 'button', className: 'row', textContent: 'Show' });
        button.addEventListener('click', () => this.readSubject(current().uniqueId, place));
        const words = element('span', { tabIndex: -1 });
        place.append(button, words);
        place.refresh = () => {
            const known = this.subjects.get(current().uniqueId);
            button.setAttribute('aria-label', `Show the subject of message ${current().number}, which is recorded`);
            button.hidden = known !== undefined;
            put(words, known === '' ? '(no subject)' : known ?? '');
        };
        return place;
    }

    async readSubject(uniqueId, place) {
        showActProblem('');
        try {
            const answer = await read(`maildrops/${segment(this.user)}/subject?${query({ uniqueId })}`);
            this.subjects.set(uniqueId, answer.subject);
            place.refresh();
            place.lastChild.focus();
        } catch (refusal) {
            showActProblem(refusal.message);
        }
    }
}
