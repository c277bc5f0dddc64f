// SPDX-License-Identifier: Apache-2.0
// An operator at the console, page by page: sees a session and the mail that waits for it, breaks the lock with the keyboard alone, lets the
// mail in with the mouse, looks at the account and its messages, adds and removes another, and searches the audit trail. In between, pages
// of strangers try to do the same.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { checkAccessibility, checkPhone, run, signIn, told, watch } from './browser.mjs';

const { url, token, locked, digest, tried, shot } = told;
const DANGER = /\bdanger\b/;
const ADDED = 'added-by-the-console@' + locked.split('@')[1];

await run(async (page, context) => {
    const checkWrongs = await watch(page);
    await page.goto(url);
    await signIn(page);

    await seesWhatThereIs(page);
    await looksGood(page);
    await seesWhoFailed(page);
    await seesWhoUsesWhat(page);
    await seesWhoNeedsWhat(page);
    await isNotOfferedWhatCanOnlyFail(page);
    await breaksTheLockByKeyboard(page);
    await strangersDoNothing(context);
    await releasesTheMail(page);
    await looksAtTheAccount(page);
    await readsASubject(page);
    await setsLimits(page);
    await addsAndRemovesAnAccount(page);
    await searchesTheAuditTrail(page);
    await readsTheCertificatesAgain(page);
    await looksAtTheRepositories(page);
    await showsNamesAsTheyAre(page);
    await pauses(page);
    checkWrongs();
});

async function open(page, name) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
    const heading = page.getByRole('heading', { level: 2, name, exact: true });
    await heading.waitFor();
    await page.waitForFunction((text) => document.activeElement.textContent === text, name);
}

async function looksRight(page, where) {
    await checkAccessibility(page, where);
    await checkPhone(page, where);
}

async function seesWhatThereIs(page) {
    assert.match(await page.locator('#health').innerText(), /All [0-9]+ health checks are healthy\./);
    assert.match(await page.locator('#logins-chart svg[role="img"]').getAttribute('aria-label'), /AUTH 1, BINDING 0, IN-USE 1/);
    assert.match(await page.locator('#cards').innerText(), /Sessions now\s+1\s[^]*Mail that waits\s+2\s/);
    await page.getByText('The same as a table').click();
    await page.locator('#periods').getByRole('columnheader', { name: 'IN-USE' }).waitFor();
    assert.ok(await page.locator('#periods tbody tr').count() > 0);
    await page.getByText('The same as a table').click();
}

async function looksGood(page) {
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.screenshot({ path: shot, fullPage: true });
    for (const colorScheme of ['dark', 'light']) {
        await page.emulateMedia({ colorScheme });
        await checkAccessibility(page, colorScheme);
    }
    await checkPhone(page, 'overview');
    await page.getByLabel('the last day').check();
    await page.getByText('in 15 minutes').first().waitFor();
}

/** A name of a stranger's is shown as text, and as no formula in the file. */
async function seesWhoFailed(page) {
    await open(page, 'Failed logins');
    const row = page.locator('#failures tbody tr').filter({ hasText: tried });
    await row.waitFor();
    assert.match(await row.innerText(), /\s127\.0\.0\.1\s+Wrong name or password\s+1\s/);
    assert.match(await page.locator('#failures tbody tr').filter({ hasText: locked }).innerText(), /Maildrop in use/);
    assert.equal(await page.locator('img').count(), 0);
    const names = () => page.locator('#failures tbody th').allInnerTexts();
    const byTime = await names();
    await page.locator('#failures').getByRole('button', { name: 'Name', exact: true }).click();
    assert.equal(await page.locator('#failures th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(await names(), [...byTime].sort((a, b) => a.localeCompare(b)));
    const saved = page.waitForEvent('download');
    await page.locator('#failures').getByRole('button', { name: 'Save as CSV' }).click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^failed-logins-.*\.csv$/);
    const text = readFileSync(await file.path(), 'utf8');
    assert.match(text, /^\ufeff"Name","From","Reason","Times","Last","First","By"\r\n/);
    assert.ok(text.includes(`"${tried}","127.0.0.1","Wrong name or password","1","20`), text);
    await writesNoFormulas(page);
    await looksRight(page, 'failed logins');
}

async function writesNoFormulas(page) {
    const cells = {
        '=1+"2"': '\'=1+""2""', 'a;=1': "a;'=1", 'a,\t @b': "a,\t '@b", 'a\r\n+1|-2': "a\r\n'+1|'-2", '\t=1': "\t'=1", '＝1': "'＝1", 'a＋b - c=d': 'a＋b - c=d',
    };
    const written = await page.evaluate(async (texts) => {
        const { cell } = await import('/digipoort/console/csv.js');
        return texts.map(cell);
    }, Object.keys(cells));
    assert.deepEqual(written, Object.values(cells).map((cell) => `"${cell}"`));
}

async function seesWhoUsesWhat(page) {
    await open(page, 'Mechanisms and TLS');
    const user = page.locator('#users tbody tr').filter({ hasText: digest }).filter({ hasText: 'DIGEST-MD5' });
    assert.match(await user.innerText(), /DIGEST-MD5\s+TLSv1\.2/);
    assert.match(await page.locator('#old').innerText(), /1 account has used DIGEST-MD5\. 1 account has used TLSv1\.2\./);
    await page.getByLabel('Mechanism', { exact: true }).selectOption('DIGEST-MD5');
    await page.locator('#users tbody tr', { hasNotText: 'DIGEST-MD5' }).first().waitFor({ state: 'detached' });
    assert.equal(await page.locator('#users tbody tr').count(), 1);
    await page.getByLabel('Mechanism', { exact: true }).selectOption('');
    await page.locator('#users tbody tr').nth(1).waitFor();
    await looksRight(page, 'mechanisms');
}

/** By keyboard alone, to the file for letters. */
async function seesWhoNeedsWhat(page) {
    await open(page, 'Old mechanisms');
    const row = page.locator('#needs tbody tr').filter({ hasText: digest });
    await row.waitFor();
    assert.match(await row.innerText(), /\sDIGEST-MD5, TLSv1\.2\s[^]*\s127\.0\.0\.1/);
    assert.ok(await page.locator('#needs tbody tr').filter({ hasText: locked }).filter({ hasText: 'clear-password' }).count() === 1);
    await page.getByLabel('Old', { exact: true }).focus();
    await page.keyboard.type('DIGEST');
    await page.keyboard.press('Tab');
    await page.keyboard.type('still');
    await page.keyboard.press('Tab');
    await page.keyboard.type('30');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#needs tbody tr').filter({ hasText: locked }).waitFor({ state: 'detached' });
    await row.waitFor();
    assert.match(await page.locator('#needs-note').innerText(), /^1 account since /);
    const saved = page.waitForEvent('download');
    await page.locator('#needs').getByRole('button', { name: 'Save as CSV' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    assert.match(text, /^\ufeff"Account","Still needs","Also uses","First used","Last used","From"\r\n/);
    assert.ok(text.includes(`"${digest}","DIGEST-MD5, TLSv1.2","","20`), text);
    await looksRight(page, 'old mechanisms');
}

async function isNotOfferedWhatCanOnlyFail(page) {
    await open(page, 'Held mail');
    const held = page.locator('#held tbody tr').filter({ hasText: locked });
    assert.match(await held.innerText(), /\s2\s[^]*session from 127\.0\.0\.1\s+Comes in when the session ends/);
    assert.equal(await page.getByRole('button', { name: /^Release/ }).count(), 0);
    await looksRight(page, 'held mail');
}

async function breaksTheLockByKeyboard(page) {
    await open(page, 'Sessions');
    const lock = page.locator('#locks tbody tr').filter({ hasText: locked });
    assert.match(await lock.innerText(), /session\s+127\.0\.0\.1/);
    const since = lock.locator('time');
    assert.match(await since.getAttribute('title'), /^20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:.]+ UTC$/);
    assert.match(await since.textContent(), /^[0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}, [0-9:]{8}$/);
    await looksRight(page, 'sessions');
    await page.locator('#sessions-title').focus();
    const name = `Break the lock on ${locked}`;
    await tabTo(page, name);
    assert.match(await page.evaluate(() => document.activeElement.className), DANGER);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');

    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Break the lock on ${locked}?` });
    await dialog.waitFor();
    assert.equal(await focused(page), 'Leave it');
    assert.match(await dialog.innerText(), /held by the session from 127\.0\.0\.1/);
    await checkAccessibility(page, 'dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.ok((await focused(page)).startsWith(name), 'the focus is back where it was');
    assert.equal(await page.getByRole('button', { name }).count(), 1);

    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Break the lock');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: `The lock on ${locked} is broken.` }).waitFor();
    await page.getByText('No maildrop is locked').waitFor();
    assert.equal(await focused(page), 'Sessions');
}

/** Presses Tab, as often as it takes, until what is named so has the focus. */
async function tabTo(page, name) {
    for (let i = 0; i < 50; i++) {
        if ((await focused(page)).startsWith(name)) {
            return;
        }
        await page.keyboard.press('Tab');
    }
    assert.fail(`${name} cannot be reached by keyboard`);
}

function focused(page) {
    return page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
}

/** The mail stays held: neither another origin nor a name that leads here can have it released, or see it. */
async function strangersDoNothing(context) {
    const stranger = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end('<p>Hello'));
    await new Promise((listening) => stranger.listen(0, '127.0.0.1', listening));
    const held = new URL(`held/${encodeURIComponent(locked)}`, url).href;
    try {
        for (const host of ['127.0.0.1', 'localhost']) {
            const page = await context.newPage();
            await page.goto(`http://${host}:${stranger.address().port}/`);
            await page.evaluate((target) => fetch(target, { method: 'POST', mode: 'no-cors' }), `${held}?action=release`);
            assert.equal(await refusedFetch(page, 'DELETE', new URL(`locks/${encodeURIComponent(locked)}?fence=1`, url).href), 'refused');
            assert.equal(await refusedFetch(page, 'GET', held), 'refused');
            await page.close();
        }
    } finally {
        stranger.close();
    }
    const page = await context.newPage();
    const rebound = new URL(held);
    rebound.hostname = 'evil.example';
    const answer = await page.goto(rebound.href);
    assert.equal(answer.status(), 403);
    assert.equal(await page.evaluate(async (target) => (await fetch(target, { method: 'POST' })).status,
        `${rebound.href}?action=release`), 403);
    await page.close();
    const answered = await fetch(held, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await answered.json()).length, 2);
}

function refusedFetch(page, method, target) {
    return page.evaluate(([how, where]) => fetch(where, { method: how }).then(() => 'answered', () => 'refused'), [method, target]);
}

async function releasesTheMail(page) {
    await open(page, 'Held mail');
    const release = page.getByRole('button', { name: `Release the mail held for ${locked}` });
    assert.doesNotMatch(await release.getAttribute('class'), DANGER);
    await release.click();
    const dialog = page.getByRole('dialog', { name: `Release the mail held for ${locked}?` });
    await dialog.getByText('2 held').waitFor();
    assert.doesNotMatch((await dialog.getByRole('button', { name: 'Release' }).getAttribute('class')) ?? '', DANGER);
    await dialog.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('status').filter({ hasText: `The mail held for ${locked} is in the maildrop.` }).waitFor();
    await page.getByText('No mail waits.').first().waitFor();
}

async function looksAtTheAccount(page) {
    await open(page, 'Accounts');
    await page.getByLabel('Name begins with').fill('nobody-has-this');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('No account has a name that begins so.').waitFor();
    await page.getByLabel('Name begins with').fill(locked.slice(0, -3).toUpperCase());
    await page.keyboard.press('Enter');
    await looksRight(page, 'accounts');
    await page.locator('#accounts').getByRole('link', { name: locked }).click();
    await page.getByRole('heading', { level: 2, name: locked }).waitFor();
    const audit = page.locator('#account-audit tbody');
    await audit.getByText('break-lock (ended)').first().waitFor();
    const records = (await audit.innerText()).replace(/\s+/g, ' ');
    assert.match(records, /release-held \(ended\) done 127\.0\.0\.1 /);
    assert.match(records, /break-lock \(ended\) done 127\.0\.0\.1 /);
    assert.match(await page.locator('#account-audit-note').innerText(), /: the latest 10 records\.$/);
    assert.match(await page.locator('#account-failures tbody').innerText(), /127\.0\.0\.1\s+Maildrop in use\s+1\s/);
    assert.match(await page.locator('#account-uses tbody').innerText(), /USER\s+TLSv1\.3\s/);
    const facts = (await page.locator('#account-cards').innerText()).replace(/\s+/g, ' ');
    assert.match(facts, /Messages 2, [0-9.]+ (octets|kB) Mail that waits 0 Last login [0-9].* from 127\.0\.0\.1 Last retrieval not known/);
    assert.match(facts, /Credential record usable Lock none/);
    assert.equal(await page.locator('#problem').textContent(), '');
    await page.waitForFunction((text) => document.activeElement.textContent === text, locked);
    assert.match(await page.title(), new RegExp(`^${locked}`));
    await filters(page);
    await looksRight(page, 'account');
}

/** Which a table offers from eight rows on. */
async function filters(page) {
    const filter = page.locator('#account-audit').getByRole('searchbox', { name: /^Filter: / });
    const rows = page.locator('#account-audit tbody tr');
    const all = await rows.count();
    await filter.fill('BREAK-lock');
    await rows.filter({ hasNotText: 'break-lock' }).first().waitFor({ state: 'detached' });
    assert.ok(await rows.count() > 0 && await rows.count() < all);
    await filter.fill('nothing has this');
    await page.locator('#account-audit').getByText('Nothing fits the filter.').waitFor();
    assert.equal(await rows.count(), 0);
    await filter.fill('');
    await rows.nth(all - 1).waitFor();
}

/** Nothing of a message is shown before it is asked for. */
async function readsASubject(page) {
    const messages = page.locator('#messages tbody tr');
    assert.equal(await messages.count(), 2);
    assert.match(await messages.first().innerText(), /^1\s+[0-9.]+ (octets|kB)\s+[0-9]{1,2} [A-Z][^]*\s[0-9]+\.1\s+Show$/);
    await page.getByRole('button', { name: 'Show the subject of message 1, which is recorded' }).click();
    await messages.first().getByText('mail 0').waitFor();
    assert.equal(await messages.nth(1).getByText('mail 1').count(), 0);
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.locator('#account-audit').getByText('read-subject (ended)').waitFor();
    await readsWhatCostsMoreOnlyWhenAsked(page);
    await goesBackToTheLastPageOfMessages(page);
}

/** The page is in sight again, which reads it as time does. */
async function readsWhatCostsMoreOnlyWhenAsked(page) {
    const asked = [];
    const note = (request) => asked.push(new URL(request.url()).pathname);
    page.on('request', note);
    const readAtLast = page.waitForResponse(/\/logins\/failed\?/);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await readAtLast;
    page.off('request', note);
    assert.ok(asked.includes(`/digipoort/held/${encodeURIComponent(locked)}`), asked.join(' '));
    assert.deepEqual(asked.filter((path) => /\/audit\/|\/messages$/.test(path)), []);
}

async function goesBackToTheLastPageOfMessages(page) {
    let messages = 11;
    await page.route(/\/messages\?/, (route) => {
        const after = Number(new URL(route.request().url()).searchParams.get('after') ?? 0);
        const all = Array.from({ length: messages }, (_, i) => ({ number: i + 1, uniqueId: `1.${i + 1}`, octets: 10, arrivedAt: '2026-11-24T12:34:56Z' }));
        return route.fulfill({ json: { user: locked, count: messages, messages: all.slice(after, after + 10) } });
    });
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('1 to 10 of 11.').waitFor();
    await page.locator('#messages-later').click();
    await page.getByText('11 to 11 of 11.').waitFor();
    messages = 10;
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.locator('#messages tbody tr').nth(9).waitFor();
    assert.equal(await page.getByText('The maildrop is empty.').count(), 0);
    await page.unroute(/\/messages\?/);
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.locator('#messages tbody tr').nth(2).waitFor({ state: 'detached' });
}

async function setsLimits(page) {
    await page.getByRole('button', { name: 'Set limits' }).click();
    const dialog = page.getByRole('dialog', { name: `Limits of ${locked}` });
    await dialog.getByLabel('Retention').fill('soon');
    await dialog.getByRole('button', { name: 'Set the limits' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'retention is "soon"; allowed' }).waitFor();
    await checkAccessibility(page, 'limits');
    await checkPhone(page, 'limits');
    await dialog.getByLabel('Retention').fill('30');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: `The limits of ${locked} are set.` }).waitFor();
    await page.locator('#account-limits').getByText('30 days, of its own').waitFor();
}

async function addsAndRemovesAnAccount(page) {
    await open(page, 'Accounts');
    await page.getByRole('button', { name: 'Add an account' }).click();
    const adding = page.getByRole('dialog', { name: 'Add an account' });
    await adding.getByLabel('Name').fill(locked);
    await adding.getByLabel('Password').fill('first of all');
    await adding.getByRole('button', { name: 'Add' }).click();
    await adding.getByRole('alert').filter({ hasText: `There is an account ${locked} already.` }).waitFor();
    await adding.getByLabel('Name').fill('someone@no-domain.example');
    await page.keyboard.press('Enter');
    await adding.getByRole('alert').filter({ hasText: 'Domain does not exist' }).waitFor();
    await adding.getByLabel('Name').fill(ADDED);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: ADDED }).waitFor();
    await page.getByText('The maildrop is empty.').waitFor();

    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('dialog').getByLabel('Password').fill('second');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: `The password of ${ADDED} is set.` }).waitFor();

    await page.getByRole('button', { name: 'Remove the account' }).click();
    const removing = page.getByRole('dialog', { name: `Remove the account ${ADDED}?` });
    await removing.getByLabel('Name of the account').fill('another');
    await page.keyboard.press('Enter');
    await removing.getByRole('alert').filter({ hasText: 'This is not the name of the account.' }).waitFor();
    await removing.getByLabel('Name of the account').fill(ADDED);
    await page.keyboard.press('Enter');
    await page.getByText('This server has no account of this name.').waitFor();
    assert.equal(await page.locator('#account-cards').isVisible(), false);
    assert.equal(await page.getByRole('button', { name: 'Set the password' }).isVisible(), false);
    assert.equal(await page.locator('#problem').textContent(), '');
    await looksRight(page, 'no account');
}

async function searchesTheAuditTrail(page) {
    await open(page, 'Audit trail');
    await page.locator('#audit-form').getByLabel('Account').fill(locked);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText(/[0-9]+ records fit\. This server's trail was searched to its begin/).waitFor();
    await page.locator('.group').filter({ hasText: 'Maildrop in use (IN-USE)' }).first().waitFor();
    const session = page.locator('.group').filter({ hasText: /login\s*OK/ }).first();
    assert.match(await session.locator('h3').innerText(), new RegExp(`${locked} · from 127\\.0\\.0\\.1 · USER · TLSv1\\.3 · session [0-9a-f]{16}$`));
    assert.match((await session.locator('li').first().innerText()).replace(/\s+/g, ' '), / login OK /);
    await looksRight(page, 'audit trail');
    await searchesByMessageIdAndTime(page);
    await page.locator('#audit-form').getByLabel('SHA-256').fill('no digest');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The query sha256 must be 64 hexadecimal digits.' }).waitFor();
    await page.locator('#audit-form').getByLabel('SHA-256').fill('ab'.repeat(32));
    await page.keyboard.press('Enter');
    await page.getByText('No record fits.').waitFor();
    await looksFurtherBack(page);
}

/** Times are entered in the zone of who searches, to the second, and asked for in UTC. */
async function searchesByMessageIdAndTime(page) {
    const messageId = '<console-1@example.com>';
    const about = new URL(`audit?user=${encodeURIComponent(locked)}&messageId=${encodeURIComponent(messageId)}`, url);
    const answered = await fetch(about, { headers: { Authorization: `Bearer ${token}` } });
    const times = (await answered.json()).records.map((record) => Math.floor(Date.parse(record.time) / 1000) * 1000).sort();
    assert.ok(times.length > 1);
    const ofFirst = times.filter((time) => time === times[0]).length;
    const form = page.locator('#audit-form');
    const finds = async (values, words) => {
        for (const [label, value] of Object.entries(values)) {
            await form.getByLabel(label, { exact: true }).fill(value);
        }
        await form.getByRole('button', { name: 'Search' }).click();
        await page.locator('#audit-note').getByText(words).waitFor();
    };
    await finds({ 'Message-ID': messageId }, `${times.length} records fit.`);
    const begin = await inItsZone(page, times[0]);
    await finds({ Before: begin }, 'No record fits.');
    await finds({ From: begin, Before: await inItsZone(page, times[0] + 1000) }, ofFirst === 1 ? '1 record fits.' : `${ofFirst} records fit.`);
    await finds({ From: await inItsZone(page, times.at(-1) + 1000), Before: '' }, 'No record fits.');
    await finds({ 'Message-ID': '', From: '' }, /[0-9]{2,} records fit\./);
}

/** As a field of time wants it. */
function inItsZone(page, time) {
    return page.evaluate((millis) => {
        const there = new Date(millis);
        return new Date(millis - there.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    }, time);
}

/** The trail of this test is short, so the answers are made up. The second question is the first one, whatever the form says meanwhile. */
async function looksFurtherBack(page) {
    const asked = [];
    const record = { v: 2, time: '2026-11-24T12:34:56.789Z', event: 'login', node: 'node-1', session: '00c0ffee00c0ffee', address: '192.0.2.7' };
    await page.route(/\/digipoort\/audit\?/, (route) => {
        const values = new URL(route.request().url()).searchParams;
        asked.push(['session', 'next'].map((name) => values.get(name)));
        const next = values.has('next') ? null : 'a place';
        return route.fulfill({ json: { lookedBackTo: record.time, complete: next === null, next, records: [{ ...record, seq: next ? 2 : 1 }] } });
    });
    await page.locator('#audit-form').getByLabel('SHA-256').fill('');
    await page.locator('#audit-form').getByLabel('Session').fill(record.session);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 record fits. The trail was searched back to ').waitFor();
    await page.locator('#audit-form').getByLabel('Session').fill('another');
    await page.getByRole('button', { name: 'Look further back' }).click();
    await page.getByText('2 records fit.').waitFor();
    assert.deepEqual(asked, [[record.session, null], [record.session, 'a place']]);
    assert.equal(await page.getByRole('button', { name: 'Look further back' }).count(), 0);
    await page.unroute(/\/digipoort\/audit\?/);
}

async function readsTheCertificatesAgain(page) {
    await open(page, 'Certificates');
    assert.match(await page.locator('#certificates tbody').innerText(), /CN=/);
    await looksRight(page, 'certificates');
    await page.getByRole('button', { name: 'Read the files again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Read again' }).click();
    await page.getByRole('status').filter({ hasText: 'The certificates are read again.' }).waitFor();
}

async function looksAtTheRepositories(page) {
    await open(page, 'Error repositories');
    await page.locator('#repositories tbody tr').filter({ hasText: 'var/mail/error' }).getByText('Empty').waitFor();
    await page.getByText('Nothing waits for you here.').waitFor();
    await looksRight(page, 'error repositories');
    await processesAgainWhatIsThere(page);
}

/** No mail of this server's comes there, so James's answers are made up. */
async function processesAgainWhatIsThere(page) {
    const repository = { repository: 'var/mail/error', path: 'var%2Fmail%2Ferror', size: 1 };
    const mail = { name: 'Mail1', sender: tried, recipients: [locked], error: 'why', state: 'error', lastUpdated: '2026-11-24T12:34:56.789+00:00', messageSize: 2000 };
    const tasks = [];
    await page.route(/\/mailRepositories/, (route) => {
        const { pathname, search } = new URL(route.request().url());
        if (route.request().method() === 'PATCH') {
            tasks.push(pathname + search);
            return route.fulfill({ status: 201, json: { taskId: 'task-1' } });
        }
        const asked = pathname.split('/').slice(2);
        return route.fulfill({ json: [[repository], repository, [mail.name], mail][asked.length] });
    });
    await page.getByRole('button', { name: 'Read again' }).click();
    const row = page.locator('#repository-mails tbody tr');
    await row.getByText('why').waitFor();
    assert.match((await row.innerText()).replace(/\s+/g, ' '), /^Mail1 var\/mail\/error <img.*> .* 2\.00 kB 24 Nov 2026, 13:34:56 why$/);
    await looksRight(page, 'mail in an error repository');
    await page.getByRole('button', { name: 'Process again the mail in var/mail/error' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Process again' }).click();
    await page.getByRole('status').filter({ hasText: 'James processes the mail again (task task-1).' }).waitFor();
    assert.deepEqual(tasks, ['/mailRepositories/var%2Fmail%2Ferror/mails?action=reprocess&queue=spool&processor=root']);
    await page.unroute(/\/mailRepositories/);
}

/** What a client has tried as a name is a stranger's word. */
async function showsNamesAsTheyAre(page) {
    await page.getByRole('banner').getByLabel('Account').fill(tried);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: tried }).waitFor();
    await page.locator('#account-audit tbody').getByText('Wrong name or password (AUTH)').waitFor();
    await page.getByText('This server has no account of this name.').waitFor();
    assert.equal(await page.locator('img').count(), 0);
    await open(page, 'Overview');
}

async function pauses(page) {
    const pause = page.getByRole('button', { name: 'Pause updates' });
    await pause.click();
    assert.equal(await pause.getAttribute('aria-pressed'), 'true');
    await pause.click();
    assert.equal(await pause.getAttribute('aria-pressed'), 'false');
}
