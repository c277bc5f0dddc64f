// SPDX-License-Identifier: Apache-2.0
// The console of a WebAdmin that asks for a token.

import assert from 'node:assert/strict';
import { checkAccessibility, checkPhone, run, signIn, told, watch } from './browser.mjs';

await run(async (page) => {
    const checkWrongs = await watch(page);
    await page.goto(told.url);
    const field = page.getByLabel('Token', { exact: true });
    await field.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'token');
    assert.equal(await page.locator('#overview').isVisible(), false);
    assert.match(await page.locator('#login').innerText(), /conf\/digipoort-webadmin\.tokens/);
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).isVisible(), false);
    await checkAccessibility(page, 'login');
    await checkPhone(page, 'login');

    await field.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'WebAdmin does not take this token.' }).waitFor();
    assert.equal(await field.inputValue(), '');

    await signIn(page);
    assert.equal(await page.locator('#problem').textContent(), '');
    assert.match(await page.locator('#cards').innerText(), /Sessions now\s+0/);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);

    await page.getByLabel('Account', { exact: true }).fill('nobody@example.org');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { level: 2, name: 'nobody@example.org' }).waitFor();
    await checkAccessibility(page, 'signed in');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    assert.equal(new URL(page.url()).hash, '');
    assert.equal(await page.locator('#account-title').textContent(), '');
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).isVisible(), false);

    await field.fill(`admin ${told.token}`);
    await page.keyboard.press('Enter');
    await page.locator('#overview').waitFor();
    await page.reload();
    await field.waitFor();
    checkWrongs();
});
