// SPDX-License-Identifier: Apache-2.0
// WebAdmin's routes: ours beside the path that this page came from, James's one level above.

const BASE = new URL('.', location.href);
const PATIENCE_MS = 20_000;

let token = '';

/** What a route has refused, in words; status 0 is no answer at all. */
export class Refusal extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/** The token stays in this variable, and goes nowhere but into the header of our own requests. */
export function showToken(text) {
    token = text;
}

export function isSignedIn() {
    return token !== '';
}

export function read(path) {
    return call('GET', path);
}

/** Reads several at once: {values: undefined for those that were refused, refusals}. */
export async function readAll(paths) {
    const answers = await Promise.allSettled(paths.map(read));
    return {
        values: answers.map((answer) => answer.value),
        refusals: answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason),
    };
}

/** James answers with 503 and the same words if a check is unhealthy; while it starts, with 503 and no checks. */
export async function readHealth() {
    const response = await send('GET', '../healthcheck');
    const health = response.ok || response.status === 503 ? parsed(response.text) : undefined;
    if (!Array.isArray(health?.checks)) {
        throw new Refusal(response.status, words(response.status, response.text));
    }
    return health;
}

/** Changes something; the body is JSON, if there is one. */
export function act(method, path, body) {
    return call(method, path, body);
}

/** A name as it goes into a path or a query. */
export function segment(name) {
    return encodeURIComponent(name);
}

/** A query of those values that are not empty. */
export function query(values) {
    return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined)).toString();
}

async function call(method, path, body) {
    const response = await send(method, path, body);
    if (!response.ok) {
        throw new Refusal(response.status, words(response.status, response.text));
    }
    return response.text === '' ? null : parsed(response.text);
}

async function send(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (token !== '') {
        headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    try {
        const response = await fetch(new URL(path, BASE), {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
            redirect: 'error',
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
        return { ok: response.ok, status: response.status, text: await response.text() };
    } catch {
        throw new Refusal(0, 'The server does not answer.');
    }
}

function words(status, text) {
    if (status === 401) {
        return token === '' ? 'WebAdmin asks for a token.' : 'WebAdmin does not take this token.';
    }
    try {
        // James's details say what is wrong; ours has none.
        const { message, details } = JSON.parse(text);
        const both = details && details !== message ? `${message}: ${details}` : message;
        return `${both.split('\n')[0].replace(/\.$/, '')}.`;
    } catch {
        return `The server answers ${status}.`;
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        throw new Refusal(0, 'The answer is not what WebAdmin would say.');
    }
}
