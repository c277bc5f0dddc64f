// SPDX-License-Identifier: Apache-2.0
// What an operator can do to an account, its maildrop and its mail.

import { act, query, segment } from './api.js';
import { ask } from './dialog.js';
import { LIMITS, limitOf, limitText } from './limits.js';
import { count, local, span } from './words.js';

const CONFLICT = 409;

/** @param lock as WebAdmin shows it */
export function breakLock(lock, afterwards) {
    const by = lock.kind === 'session' ? `the session from ${lock.client}` : `the ${lock.kind} of ${lock.mail ?? 'old mail'}`;
    const paragraphs = [
        `The maildrop is held by ${by} since ${local(lock.since)}, for ${span(lock.heldSeconds)}.`,
        'The session ends with its next command. What its client has marked is not deleted, and another client can log in at once.',
    ];
    if (lock.state === 'updating') {
        paragraphs.push('The client has sent QUIT and is having mail deleted. It will not learn how much of it was done.');
    }
    if (lock.kind === 'delivery') {
        paragraphs.push('A delivery has a lock for a moment only. Break it when that moment has lasted for minutes.');
    }
    ask({ question: `Break the lock on ${lock.user}?`, paragraphs, verb: 'Break the lock', danger: true }, async () => {
        await act('DELETE', `locks/${segment(lock.user)}?fence=${lock.fence}`);
        return `The lock on ${lock.user} is broken.`;
    }, afterwards);
}

/** @param held {user, count, heldSeconds} */
export function release(held, afterwards) {
    ask({
        question: `Release the mail held for ${held.user}?`,
        paragraphs: [
            `${count(held.count)} held, the oldest for ${span(held.heldSeconds)}.`,
            'The mail is put into the maildrop now, in order of arrival.',
        ],
        verb: 'Release',
    }, async () => {
        await act('POST', `held/${segment(held.user)}?action=release`);
        return `The mail held for ${held.user} is in the maildrop.`;
    }, afterwards);
}

/** @param afterwards gets the name */
export function addAccount(name, afterwards) {
    let added = '';
    ask({
        question: 'Add an account',
        paragraphs: ['The domain must be one that this server has.'],
        inputs: [
            { name: 'user', label: 'Name', value: name, required: true, maxLength: 255, placeholder: 'name@example.org' },
            passwordInput(),
        ],
        verb: 'Add',
    }, async ({ user, password }) => {
        added = user.trim();
        try {
            await act('PUT', `../users/${segment(added)}`, { password });
        } catch (refusal) {
            throw refusal.status === CONFLICT ? new Error(`There is an account ${added} already.`) : refusal;
        }
        return `The account ${added} is added.`;
    }, () => afterwards(added));
}

export function setPassword(user, afterwards) {
    ask({
        question: `Set the password of ${user}`,
        paragraphs: ['Sessions that are open with the old password end. DIGEST-MD5 takes the new one at once.'],
        inputs: [passwordInput()],
        verb: 'Set the password',
    }, async ({ password }) => {
        await act('PUT', `../users/${segment(user)}?force`, { password });
        return `The password of ${user} is set.`;
    }, afterwards);
}

function passwordInput() {
    return { name: 'password', label: 'Password', type: 'password', required: true, maxLength: 1000, autocomplete: 'new-password' };
}

/** @param limits as WebAdmin shows those of one account */
export function setLimits(user, limits, afterwards) {
    ask({
        question: `Limits of ${user}`,
        paragraphs: ['An empty field leaves the limit to what holds for all accounts.'],
        inputs: LIMITS.map(({ key, label, hint }) => ({
            name: key, label, hint: `${hint} In force: ${limitText(key, limits.limits[key])}.`, value: limits.exceptions[key] ?? '',
        })),
        verb: 'Set the limits',
    }, async (values) => {
        const chosen = Object.entries(values).filter(([, value]) => value.trim() !== '');
        await act('PUT', `limits/${segment(user)}`, Object.fromEntries(chosen.map(([key, value]) => [key, limitOf(value)])));
        return `The limits of ${user} are set.`;
    }, afterwards);
}

export function removeAccount(user, messages, afterwards) {
    ask({
        question: `Remove the account ${user}?`,
        paragraphs: [
            `Its messages (${count(messages)}) are set aside, so that nobody who gets the name can read them, or deleted where removedUsers is purge.`
                + ' Its sessions end, and its mail is refused from now on.',
            'Type the name of the account to remove it.',
        ],
        inputs: [{ name: 'name', label: 'Name of the account', required: true }],
        verb: 'Remove the account',
        danger: true,
    }, async ({ name }) => {
        if (name.trim().toLowerCase() !== user.toLowerCase()) {
            throw new Error('This is not the name of the account.');
        }
        await act('DELETE', `../users/${segment(user)}`);
        return `The account ${user} is removed.`;
    }, afterwards);
}

export function reloadCertificates(afterwards) {
    ask({
        question: 'Read the certificates again?',
        paragraphs: ['New connections get what the files hold now, if it fits together. Sessions that are open stay as they are.'],
        verb: 'Read again',
    }, async () => {
        await act('POST', 'tls/reload');
        return 'The certificates are read again.';
    }, afterwards);
}

/** @param repository as James shows it; the mail goes through its processor `root` again */
export function reprocess(repository, afterwards) {
    ask({
        question: `Process again the mail in ${repository.repository}?`,
        paragraphs: [`James takes ${repository.size === 1 ? 'its one mail' : `its ${count(repository.size)} mails`} out and handles`
            + ' what it finds as if it had just come. What fails again comes back here.'],
        verb: 'Process again',
    }, async () => {
        const values = { action: 'reprocess', queue: 'spool', processor: 'root' };
        const task = await act('PATCH', `../mailRepositories/${repository.path}/mails?${query(values)}`);
        return `James processes the mail again (task ${task.taskId}).`;
    }, afterwards);
}
