// SPDX-License-Identifier: Apache-2.0
// WebAdmin's routes, beside the path that this page came from.

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

/** Does something; what came of it, if that is no error, has no words. */
export function act(method, path) {
    return call(method, path);
}

/** A name as it goes into a path. */
export function segment(name) {
    return encodeURIComponent(name);
}

async function call(method, path) {
    const headers = { Accept: 'application/json' };
    if (token !== '') {
        headers.Authorization = `Bearer ${token}`;
    }
    let response;
    let text;
    try {
        response = await fetch(new URL(path, BASE), {
            method,
            headers,
            cache: 'no-store',
            redirect: 'error',
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
        text = await response.text();
    } catch {
        throw new Refusal(0, 'The server does not answer.');
    }
    if (!response.ok) {
        throw new Refusal(response.status, words(response.status, text));
    }
    return text === '' ? null : parsed(text);
}

function words(status, text) {
    if (status === 401) {
        return token === '' ? 'WebAdmin asks for a token.' : 'WebAdmin does not take this token.';
    }
    try {
        return `${JSON.parse(text).message}.`;
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
