// SPDX-License-Identifier: Apache-2.0
// An operator at the console: sees a session and the mail that waits for it, breaks the lock with the keyboard alone, lets the mail in
// with the mouse, and looks at the account. In between, pages of strangers try to do the same.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { checkAccessibility, checkPhone, run, signIn, told, watch } from './browser.mjs';

const { url, token, locked, digest, tried, shot } = told;

await run(async (page, context) => {
    const checkWrongs = await watch(page);
    await page.goto(url);
    await signIn(page);

    await seesWhatThereIs(page);
    await looksGood(page);
    await isToldThatTheMaildropIsInUse(page);
    await breaksTheLockByKeyboard(page);
    await strangersDoNothing(context);
    await releasesTheMail(page);
    await looksAtTheAccount(page);
    await showsNamesAsTheyAre(page);
    await pauses(page);
    checkWrongs();
});

async function seesWhatThereIs(page) {
    const lock = page.getByRole('table', { name: 'Maildrops that are locked now' }).getByRole('row').filter({ hasText: locked });
    await lock.waitFor();
    assert.match(await lock.innerText(), /session\s+127\.0\.0\.1/);
    const since = lock.locator('time');
    assert.match(await since.getAttribute('title'), /^20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:.]+ UTC$/);
    assert.match(await since.textContent(), /^[0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2}, [0-9:]{8}$/);
    const held = page.locator('#held tbody tr').filter({ hasText: locked });
    assert.match(await held.innerText(), /\s2\s/);
    const user = page.locator('#users tbody tr').filter({ hasText: digest }).filter({ hasText: 'DIGEST-MD5' });
    assert.match(await user.innerText(), /DIGEST-MD5\s+TLSv1\.2/);
    assert.match(await page.locator('#old').innerText(), /1 account has used DIGEST-MD5\. 1 account has used TLSv1\.2\./);
    assert.match(await page.locator('#logins-chart svg[role="img"]').getAttribute('aria-label'), /AUTH 1, IN-USE 1/);
    assert.match(await page.locator('#cards').innerText(), /Sessions now\s+1/);
    await page.getByText('The same as a table').click();
    await page.locator('#periods').getByRole('columnheader', { name: 'IN-USE' }).waitFor();
    assert.ok(await page.locator('#periods tbody tr').count() > 0);
    await page.getByText('The same as a table').click();
    await page.getByLabel('Mechanism', { exact: true }).selectOption('DIGEST-MD5');
    await page.locator('#users tbody tr', { hasNotText: 'DIGEST-MD5' }).first().waitFor({ state: 'detached' });
    assert.equal(await page.locator('#users tbody tr').count(), 1);
    await page.getByLabel('Mechanism', { exact: true }).selectOption('');
    await page.locator('#users tbody tr').nth(1).waitFor();
    assert.match(await page.locator('#certificates tbody').innerText(), /CN=/);
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

async function isToldThatTheMaildropIsInUse(page) {
    await page.getByRole('button', { name: `Release the mail held for ${locked}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByRole('alert').filter({ hasText: 'is in use; deliveries held until it is free: 2' }).waitFor();
}

async function breaksTheLockByKeyboard(page) {
    await page.locator('#now-title').focus();
    const name = `Break the lock on ${locked}, fence `;
    await tabTo(page, name);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');

    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Break the lock on ${locked}?` });
    await dialog.waitFor();
    assert.equal(await focused(page), 'Leave it');
    assert.match(await dialog.innerText(), /fence [0-9]+: held by the session from 127\.0\.0\.1/);
    await checkAccessibility(page, 'dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.ok((await focused(page)).startsWith(name), 'the focus is back where it was');
    assert.equal(await page.getByRole('button', { name }).count(), 1);

    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Break the lock');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: `The lock on ${locked} (fence` }).waitFor();
    await page.getByText('No maildrop is locked.').waitFor();
    assert.equal(await focused(page), 'Sessions and locks');
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
    await page.getByRole('button', { name: `Release the mail held for ${locked}` }).click();
    await page.getByRole('dialog').getByText(`Account ${locked}: 2 held`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByRole('status').filter({ hasText: `The mail held for ${locked} is in the maildrop.` }).waitFor();
    await page.getByText('No mail waits.').first().waitFor();
}

async function looksAtTheAccount(page) {
    await page.locator('#users').getByRole('link', { name: locked }).first().click();
    await page.getByRole('heading', { level: 2, name: locked }).waitFor();
    const audit = page.locator('#account-audit tbody');
    await audit.getByText('act break-lock').first().waitFor();
    const records = (await audit.innerText()).replace(/\s+/g, ' ');
    assert.match(records, /administration-ended done 127\.0\.0\.1 .*act release-held/);
    assert.match(records, /administration-ended done 127\.0\.0\.1 .*act break-lock/);
    assert.match(records, /login IN-USE 127\.0\.0\.1 USER, TLSv1\.3/);
    assert.match(records, /login OK 127\.0\.0\.1 USER, TLSv1\.3/);
    assert.match(await page.locator('#account-audit-note').innerText(), /^These are all records of the account/);
    const facts = (await page.locator('#account-cards').innerText()).replace(/\s+/g, ' ');
    assert.match(facts, /Messages 2, [0-9.]+ (octets|kB) Last login [0-9].* from 127\.0\.0\.1 Last retrieval unknown/);
    assert.match(facts, /Record for DIGEST-MD5 usable Lock none/);
    assert.equal(await page.locator('#problem').textContent(), '');
    assert.equal(await focused(page), locked);
    assert.match(await page.title(), new RegExp(`^${locked}`));
    await checkAccessibility(page, 'account');
    await checkPhone(page, 'account');
}

/** What a client has tried as a name is a stranger's word. */
async function showsNamesAsTheyAre(page) {
    await page.getByLabel('Account', { exact: true }).fill(tried);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { level: 2, name: tried }).waitFor();
    await page.locator('#account-audit tbody').getByText('AUTH').waitFor();
    assert.equal(await page.locator('img').count(), 0);
    await page.getByRole('link', { name: 'Back to the overview' }).click();
    await page.locator('#overview').waitFor();
    assert.equal(await focused(page), 'At a glance');
}

async function pauses(page) {
    const pause = page.getByRole('button', { name: 'Pause updates' });
    await pause.click();
    assert.equal(await pause.getAttribute('aria-pressed'), 'true');
    await pause.click();
    assert.equal(await pause.getAttribute('aria-pressed'), 'false');
}
