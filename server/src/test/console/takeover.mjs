// SPDX-License-Identifier: Apache-2.0
// Pages of strangers in an administrator's browser, who try to take an account over by WebAdmin: from origins of their own, and under a
// name of theirs that leads here. What the page cannot see of the answers, the browser's driver can.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { run, told } from './browser.mjs';

const webAdmin = new URL(told.url);
const victim = encodeURIComponent(told.victim);
const thief = encodeURIComponent(told.thief);
const PASSWORD = '{"password":"taken"}';

const CHANGES = [
    { method: 'POST', path: `/users/${victim}/rename/${thief}?action=rename`, body: '' },
    { method: 'PUT', path: `/users/${victim}?force`, body: PASSWORD },
    { method: 'PUT', path: `/address/forwards/${victim}/targets/${thief}`, body: '' },
    { method: 'DELETE', path: `/users/${victim}/mailboxes`, body: '' },
    { method: 'DELETE', path: `/users/${victim}`, body: '' },
    { method: 'PUT', path: '/domains/evil.example', body: '' },
    { method: 'DELETE', path: `/digipoort/credentials/${victim}`, body: '' },
    { method: 'PUT', path: `/digipoort/limits/${victim}`, body: '{"retention":"1 day"}' },
    { method: 'POST', path: `/digipoort/held/${victim}?action=release`, body: '' },
];
const READS = ['/users', '/domains', '/tasks', `/users/${victim}/mailboxes`, '/digipoort/locks', `/digipoort/audit/${victim}`];
/** They need no token, and yet are not for strangers. */
const OPEN_READS = ['/metrics', '/healthcheck', '/digipoort/console'];

await run(async (page, context) => {
    const answers = [];
    context.on('response', (response) => {
        const url = new URL(response.url());
        if (url.port === webAdmin.port) {
            answers.push({ status: response.status(), text: `${response.request().method()} ${url.href}: ${response.status()}` });
        }
    });
    // An answer without content to a form ends the navigation.
    context.on('requestfailed', (request) => {
        if (request.isNavigationRequest()) {
            answers.push({ status: 204, text: `${request.method()} ${request.url()} by a form` });
        }
    });
    await fromOtherOrigins(context);
    const before = answers.length;
    assert.ok(before >= 2 * (CHANGES.length + READS.length), 'the requests have left the browser');
    await underAName(page);
    assert.ok(answers.length - before >= CHANGES.length + READS.length + OPEN_READS.length, 'and so have those under a name');
    assert.deepEqual(answers.filter(({ status }) => status !== 401 && status !== 403).map(({ text }) => text), []);
});

async function fromOtherOrigins(context) {
    const stranger = createServer((request, response) => {
        response.setHeader('Content-Type', 'text/html').end('<iframe name="sink"></iframe>');
    });
    await new Promise((listening) => stranger.listen(0, '127.0.0.1', listening));
    try {
        for (const host of ['127.0.0.1', 'localhost']) {
            const page = await context.newPage();
            await page.goto(`http://${host}:${stranger.address().port}/`);
            for (const change of CHANGES) {
                const target = new URL(change.path, webAdmin).href;
                assert.equal(await page.evaluate(readable, [change.method, target, change.body]), 'unreadable');
                await page.evaluate(sendUnasked, [target, change.body]);
                await submit(page, target);
            }
            for (const path of READS) {
                const target = new URL(path, webAdmin).href;
                assert.equal(await page.evaluate(readable, ['GET', target]), 'unreadable');
                await page.evaluate(embed, target);
            }
            await page.close();
        }
    } finally {
        stranger.close();
    }
}

/** The name was the stranger's when the page came; now it leads here, and the browser takes both for one origin. */
async function underAName(page) {
    const origin = `http://evil.example:${webAdmin.port}`;
    await page.goto(`${origin}/users`);
    for (const path of [...READS, ...OPEN_READS]) {
        const text = await page.evaluate(readable, ['GET', `${origin}${path}`]);
        assert.ok(!text.includes(told.victim), `${path} tells who is here`);
    }
    for (const { method, path, body } of CHANGES) {
        await page.evaluate(readable, [method, `${origin}${path}`, body]);
    }
}

// In the page:

function readable([method, target, body]) {
    return fetch(target, { method, body }).then((response) => response.text(), () => 'unreadable');
}

/** What a page may send without a preflight. */
function sendUnasked([target, body]) {
    navigator.sendBeacon(target, body);
    return fetch(target, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body }).catch(() => 'refused');
}

function embed(target) {
    const image = document.createElement('img');
    return new Promise((loaded) => {
        image.onload = image.onerror = loaded;
        image.src = target;
        document.body.append(image);
    });
}

async function submit(page, target) {
    const isIt = (request) => request.isNavigationRequest() && request.url() === target;
    const sent = Promise.race(['requestfinished', 'requestfailed'].map((event) => page.waitForEvent(event, isIt)));
    await page.evaluate((action) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', enctype: 'text/plain', target: 'sink', action });
        document.body.append(form);
        form.submit();
    }, target);
    await sent;
}
