// The console of a WebAdmin that asks for a token.

import assert from 'node:assert/strict';
import { checkAccessibility, checkPhone, run, told, watch } from './browser.mjs';

await run(async (page) => {
    const checkWrongs = await watch(page);
    await page.goto(told.url);
    const field = page.getByLabel('Token', { exact: true });
    await field.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'token');
    assert.equal(await page.locator('#overview').isVisible(), false);
    await checkAccessibility(page, 'login');
    await checkPhone(page, 'login');

    await field.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'WebAdmin does not take this token.' }).waitFor();
    assert.equal(await field.inputValue(), '');

    await field.fill(told.token);
    await page.keyboard.press('Enter');
    await page.locator('#overview').waitFor();
    assert.equal(await page.locator('#problem').textContent(), '');
    assert.match(await page.locator('#cards').innerText(), /Sessions now\s+0/);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);

    await page.reload();
    await field.waitFor();
    checkWrongs();
});
