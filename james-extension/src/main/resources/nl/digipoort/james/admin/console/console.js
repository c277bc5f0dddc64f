// SPDX-License-Identifier: Apache-2.0
// Begins, asks for the token, reads again in time, and goes from page to page.

import { isSignedIn, showToken } from './api.js';
import { showHealth } from './health.js';
import { say, showActProblem, showReadProblems } from './notes.js';
import { Pages } from './pages.js';
import { put } from './words.js';

const INTERVAL_MS = 10_000;
const LOOPBACK = /^(localhost|.*\.localhost|127\.[0-9.]+|\[::1\])$/;
const REFUSED = 401;

const byId = (id) => document.getElementById(id);
const pages = new Pages(refresh);

let paused = false;
let timer;
let reading = Promise.resolve();

/** One reading at a time; who asks during one gets another behind it. */
function refresh() {
    reading = reading.then(readPage).catch(goOnAfter);
    return reading;
}

function goOnAfter(error) {
    showReadProblems([`The page cannot show what the server says: ${error.message}.`]);
    planNext();
}

async function readPage() {
    clearTimeout(timer);
    const health = await showHealth();
    const refusals = await pages.update(health);
    const unauthorized = refusals.find((refusal) => refusal.status === REFUSED);
    showLogin(unauthorized);
    showReadProblems(unauthorized ? [] : refusals.map((refusal) => refusal.message));
    if (refusals.length === 0) {
        put(byId('updated'), `Read at ${new Date().toLocaleTimeString()}`);
    }
    for (const part of document.querySelectorAll('[data-signed-in]')) {
        part.hidden = unauthorized !== undefined;
    }
    byId('sign-out').hidden = unauthorized !== undefined || !isSignedIn();
    if (!unauthorized) {
        pages.show();
        planNext();
    }
}

function planNext() {
    clearTimeout(timer);
    if (!paused && !document.hidden) {
        timer = setTimeout(pages.isAtRest() ? readHealthOnly : refresh, INTERVAL_MS);
    }
}

function readHealthOnly() {
    reading = reading.then(showHealth).then(planNext).catch(goOnAfter);
}

/** Goes where the address says, and puts the reader at its heading. */
async function go() {
    say('');
    showActProblem('');
    pages.begin();
    scrollTo(0, 0);
    await refresh();
    if (byId('login').hidden) {
        pages.heading().focus({ preventScroll: true });
    }
}

function showLogin(refusal) {
    const login = byId('login');
    const wasHidden = login.hidden;
    login.hidden = !refusal;
    if (refusal) {
        pages.hide();
        byId('login-clear').hidden = location.protocol === 'https:' || LOOPBACK.test(location.hostname);
        showActProblem(wasHidden && !isSignedIn() ? '' : refusal.message);
        if (wasHidden) {
            byId('token').focus();
        }
    } else if (!wasHidden) {
        showActProblem('');
        pages.show();
        pages.heading().focus();
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

byId('again').addEventListener('click', () => {
    pages.again();
    refresh();
});
byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('content').focus();
});

document.addEventListener('visibilitychange', () => {
    if (document.hidden || paused || pages.isAtRest()) {
        planNext();
    } else {
        refresh();
    }
});
window.addEventListener('hashchange', go);

pages.begin();
refresh();
