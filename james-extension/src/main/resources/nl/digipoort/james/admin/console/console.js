// SPDX-License-Identifier: Apache-2.0
// Begins, reads again in time, and goes from page to page.

import { Account } from './account.js';
import { isSignedIn, showToken } from './api.js';
import { say, showActProblem, showReadProblems } from './notes.js';
import { Overview } from './overview.js';
import { put } from './words.js';

const INTERVAL_MS = 10_000;
const TITLE = document.title;
const LOOPBACK = /^(localhost|.*\.localhost|127\.[0-9.]+|\[::1\])$/;
const REFUSED = 401;

const byId = (id) => document.getElementById(id);
const overview = new Overview(refresh);
const account = new Account(refresh);

let paused = false;
let timer;
let reading = Promise.resolve();

/** One reading at a time; who asks during one gets another behind it. */
function refresh() {
    reading = reading.then(readAll).catch((error) => {
        showReadProblems([`The page cannot show what the server says: ${error.message}.`]);
        planNext();
    });
    return reading;
}

async function readAll() {
    clearTimeout(timer);
    const refusals = await page().update();
    const unauthorized = refusals.find((refusal) => refusal.status === REFUSED);
    showLogin(unauthorized);
    showReadProblems(unauthorized ? [] : refusals.map((refusal) => refusal.message));
    if (refusals.length === 0) {
        put(byId('updated'), `Read at ${new Date().toLocaleTimeString()}`);
    }
    byId('sign-out').hidden = unauthorized !== undefined || !isSignedIn();
    if (!unauthorized) {
        byId('overview').hidden = page() !== overview;
        byId('account').hidden = page() !== account;
        planNext();
    }
}

function planNext() {
    clearTimeout(timer);
    if (!paused && !document.hidden) {
        timer = setTimeout(refresh, INTERVAL_MS);
    }
}

function page() {
    return location.hash.startsWith('#account/') ? account : overview;
}

/** Goes where the address says, and puts the reader at its heading. */
async function go() {
    say('');
    showActProblem('');
    let user = '';
    if (page() === account) {
        user = named(location.hash.slice('#account/'.length));
        byId('account').hidden = true;
        account.begin(user);
    }
    document.title = user === '' ? TITLE : `${user} – ${TITLE}`;
    await refresh();
    if (byId('login').hidden) {
        byId(page() === account ? 'account-title' : 'now-title').focus();
    }
}

function named(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function showLogin(refusal) {
    const login = byId('login');
    const wasHidden = login.hidden;
    login.hidden = !refusal;
    if (refusal) {
        byId('overview').hidden = true;
        byId('account').hidden = true;
        byId('login-clear').hidden = location.protocol === 'https:' || LOOPBACK.test(location.hostname);
        showActProblem(refusal.message);
        if (wasHidden) {
            byId('token').focus();
        }
    } else if (!wasHidden) {
        showActProblem('');
        byId('now-title').focus();
    }
}

byId('login-form').addEventListener('submit', (event) => {
    event.preventDefault();
    // The whole line of the file does as well.
    showToken(byId('token').value.trim().split(/\s+/).pop());
    byId('token').value = '';
    refresh();
});

/** Nothing outlives the page, so that another one knows neither the token nor what was shown. */
byId('sign-out').addEventListener('click', () => location.replace(location.pathname));

byId('find').addEventListener('submit', (event) => {
    event.preventDefault();
    const name = byId('find-name').value.trim();
    if (name !== '') {
        location.hash = `#account/${encodeURIComponent(name)}`;
    }
});

byId('pause').addEventListener('click', () => {
    paused = !paused;
    byId('pause').setAttribute('aria-pressed', String(paused));
    planNext();
});

byId('again').addEventListener('click', refresh);
byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('content').focus();
});

document.addEventListener('visibilitychange', () => {
    if (document.hidden || paused) {
        planNext();
    } else {
        refresh();
    }
});
window.addEventListener('hashchange', go);

if (page() === account) {
    go();
} else {
    refresh();
}
