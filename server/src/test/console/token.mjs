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
    assert.equal(await page.locator('#page-overview').isVisible(), false);
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

    await page.getByRole('banner').getByLabel('Account').fill('nobody@example.org');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'nobody@example.org' }).waitFor();
    await checkAccessibility(page, 'signed in');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    assert.equal(new URL(page.url()).hash, '');
    assert.equal(await page.locator('#account-title').textContent(), 'Account');
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).isVisible(), false);

    await field.fill(`admin ${told.token}`);
    await page.keyboard.press('Enter');
    await page.locator('#page-overview').waitFor();
    await tellsWhatIsNotHealthy(page);
    await page.reload();
    await field.waitFor();
    checkWrongs();
});

/** James answers with 503 as soon as one check is unhealthy. */
async function tellsWhatIsNotHealthy(page) {
    const check = (componentName, status, cause) => ({ componentName, escapedComponentName: componentName, status, cause });
    await page.route('**/healthcheck', (route) => route.fulfill({
        status: 503,
        json: { status: 'unhealthy', checks: [check('Digipoort TLS', 'unhealthy', 'CN=<b>old</b> has expired'), check('JPA Backend', 'healthy', null)] },
    }));
    await page.getByRole('button', { name: 'Read again' }).click();
    const health = page.getByRole('region', { name: 'Health of the server' });
    await health.getByText('1 of 2 health checks is not healthy:').waitFor();
    assert.equal(await health.getByRole('listitem').innerText(), 'Digipoort TLS is unhealthy: CN=<b>old</b> has expired');
    assert.equal(await page.locator('#problem').textContent(), '');
    await checkAccessibility(page, 'unhealthy');
    await checkPhone(page, 'unhealthy');
    await page.unroute('**/healthcheck');
    await page.route('**/healthcheck', (route) => route.fulfill({
        status: 503, json: { statusCode: 503, type: 'ServerError', message: 'WebAdmin is being started', details: null },
    }));
    await page.getByRole('button', { name: 'Read again' }).click();
    await health.getByText('Whether the server is healthy is not known: WebAdmin is being started.').waitFor();
    assert.equal(await page.locator('#problem').textContent(), '');
    await page.unroute('**/healthcheck');
    await page.getByRole('button', { name: 'Read again' }).click();
    await health.getByText(/All [0-9]+ health checks are healthy/).waitFor();
}
