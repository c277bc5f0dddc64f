// SPDX-License-Identifier: Apache-2.0
// The two lines that are read out when they change: what goes wrong, and what was done.

import { put } from './words.js';

const problem = document.getElementById('problem');
const said = document.getElementById('said');

let ofReading = [];
let ofAct = '';

/** Why parts of the page could not be read; said until they can be. */
export function showReadProblems(reasons) {
    ofReading = [...new Set(reasons)];
    show();
}

/** Why an act was refused; said until the next one. */
export function showActProblem(reason) {
    ofAct = reason;
    show();
}

/** What an act has done; said until the next one. */
export function say(text) {
    put(said, text);
}

function show() {
    put(problem, [ofAct, ...ofReading].filter((text) => text !== '').join(' '));
}
