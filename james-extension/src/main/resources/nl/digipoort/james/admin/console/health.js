// SPDX-License-Identifier: Apache-2.0
// What is not healthy, by name and with its cause, on top of every page.

import { readHealth } from './api.js';
import { element, put } from './words.js';

const banner = document.getElementById('health');
const words = document.getElementById('health-words');
const list = document.getElementById('health-causes');

/** Shows it, and gives {healthy, all}: how many checks there are; undefined if nobody knows. */
export async function showHealth() {
    let health;
    try {
        health = await readHealth();
    } catch (refusal) {
        show('unknown', `Whether the server is healthy is not known: ${refusal.message}`, []);
        return undefined;
    }
    const ill = health.checks.filter((check) => check.status !== 'healthy');
    const all = health.checks.length;
    const worst = ill.some((check) => check.status === 'unhealthy') ? 'unhealthy' : ill.length > 0 ? 'degraded' : 'healthy';
    show(worst, ill.length === 0 ? `All ${all} health checks are healthy.`
        : `${ill.length} of ${all} health checks ${ill.length === 1 ? 'is' : 'are'} not healthy:`, ill);
    return { healthy: all - ill.length, all };
}

function show(status, text, ill) {
    banner.dataset.status = status;
    put(words, text);
    const causes = ill.map((check) => `${check.componentName} is ${check.status}: ${check.cause ?? 'it says no cause'}`);
    if (causes.join('\n') !== [...list.children].map((item) => item.textContent).join('\n')) {
        list.replaceChildren(...causes.map((cause) => element('li', { textContent: cause })));
    }
    list.hidden = causes.length === 0;
    banner.hidden = false;
}
