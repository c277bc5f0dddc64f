// SPDX-License-Identifier: Apache-2.0
// What changes something is asked about first, and says afterwards what came of it.

import { act, segment } from './api.js';
import { say, showActProblem } from './notes.js';
import { local, span } from './words.js';

const dialog = document.getElementById('confirm');
const title = document.getElementById('confirm-title');
const text = document.getElementById('confirm-text');
const yes = document.getElementById('confirm-yes');
const no = document.getElementById('confirm-no');

yes.addEventListener('click', () => dialog.close('yes'));
no.addEventListener('click', () => dialog.close('no'));

/** Asks; whoever wants to leave things alone has the focus, and Escape. */
function confirmed(question, paragraphs, verb) {
    title.textContent = question;
    text.replaceChildren(...paragraphs.map((words) => {
        const paragraph = document.createElement('p');
        paragraph.textContent = words;
        return paragraph;
    }));
    yes.textContent = verb;
    dialog.returnValue = '';
    return new Promise((answer) => {
        dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
        dialog.showModal();
        no.focus();
    });
}

async function done(method, path, success, failure, afterwards) {
    say('');
    showActProblem('');
    try {
        await act(method, path);
        say(success);
    } catch (refusal) {
        showActProblem(`${failure} ${refusal.message}`);
    }
    await afterwards();
}

/** @param lock as WebAdmin shows it */
export async function breakLock(lock, afterwards) {
    const by = lock.kind === 'session' ? `the session from ${lock.client}` : `the delivery of ${lock.mail}`;
    const paragraphs = [
        `Account ${lock.user}, fence ${lock.fence}: held by ${by} since ${local(lock.since)}, for ${span(lock.heldSeconds)}.`,
        'The session ends with its next command. What its client has marked is not deleted, and another client can log in at once.',
    ];
    if (lock.state === 'updating') {
        paragraphs.push('The client has sent QUIT and is having mail deleted. It will not learn how much of it was done.');
    }
    if (lock.kind === 'delivery') {
        paragraphs.push('A delivery has a lock for a moment only. Break it when that moment has lasted for minutes.');
    }
    if (await confirmed(`Break the lock on ${lock.user}?`, paragraphs, 'Break the lock')) {
        await done('DELETE', `locks/${segment(lock.user)}?fence=${lock.fence}`,
            `The lock on ${lock.user} (fence ${lock.fence}) is broken.`, `The lock on ${lock.user} is not broken.`, afterwards);
    }
}

/** @param held {user, count, heldSeconds} */
export async function release(held, afterwards) {
    const paragraphs = [
        `Account ${held.user}: ${held.count} held, the oldest for ${span(held.heldSeconds)}.`,
        'The mail is put into the maildrop now, in order of arrival. While a session has the maildrop nothing is put in.',
    ];
    if (await confirmed(`Release the mail held for ${held.user}?`, paragraphs, 'Release')) {
        await done('POST', `held/${segment(held.user)}?action=release`,
            `The mail held for ${held.user} is in the maildrop.`, `The mail held for ${held.user} is not released.`, afterwards);
    }
}
