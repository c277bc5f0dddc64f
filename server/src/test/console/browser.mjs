// SPDX-License-Identifier: Apache-2.0
// Chromium of this machine on the console, and what nothing on that page may do.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The browser notes every answer that is none of success; the page says it in words. */
const ANSWER = 'Failed to load resource';

/** What the test has said: name=value of each argument. */
export const told = Object.fromEntries(process.argv.slice(2).map((argument) => {
    const at = argument.indexOf('=');
    return [argument.slice(0, at), argument.slice(at + 1)];
}));

/** Runs a scenario in a browser of its own, and fails as it does. */
export async function run(scenario) {
    const browser = await chromium.launch({
        executablePath: program('chromium'),
        // Chromium has no sandbox for root, who runs the tests in a container.
        chromiumSandbox: process.getuid() !== 0,
        // A name of a stranger's that leads to this machine.
        args: ['--host-resolver-rules=MAP evil.example 127.0.0.1'],
    });
    try {
        const context = await browser.newContext({
            locale: 'en-GB', timezoneId: 'Europe/Amsterdam', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(120_000);
        await scenario(await context.newPage(), context);
    } finally {
        await browser.close();
    }
}

function program(name) {
    const found = process.env.PATH.split(delimiter).map((directory) => join(directory, name)).find(existsSync);
    assert.ok(found, `${name} is missing`);
    return found;
}

/** Shows the token that the test has told to a page that asks for it. */
export async function signIn(page) {
    await page.getByLabel('Token', { exact: true }).fill(told.token);
    await page.keyboard.press('Enter');
    await page.locator('#page-overview').waitFor();
}

/** Watches a page from before it is loaded. */
export async function watch(page) {
    const wrongs = [];
    page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !message.text().startsWith(ANSWER)) {
            wrongs.push(`console: ${message.text()}`);
        }
    });
    page.on('dialog', (dialog) => {
        wrongs.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on('request', (request) => {
        if (!request.url().startsWith(new URL(told.url).origin)) {
            wrongs.push(`request: ${request.url()}`);
        }
    });
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    }));
    return () => assert.deepEqual(wrongs, []);
}

/** What axe-core finds wrong for those who cannot see the page, or not well. */
export async function checkAccessibility(page, where) {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), RULES);
    assert.deepEqual(violations.map((violation) =>
        `${where}: ${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' ')}`), []);
}

/** Nothing is wider than the screen of a small phone. */
export async function checkPhone(page, where) {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    const wide = await page.evaluate(() => [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && element.offsetParent !== null
            && getComputedStyle(element).position !== 'absolute' && !element.closest('thead'))
        .map((element) => element.outerHTML.slice(0, 120)));
    assert.deepEqual(wide, [], where);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, where);
    await checkAccessibility(page, `${where} on a phone`);
    await page.setViewportSize(before);
}
