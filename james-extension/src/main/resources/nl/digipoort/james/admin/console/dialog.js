// SPDX-License-Identifier: Apache-2.0
// What changes something is asked about first. A refusal is said in the dialog, which keeps what was typed.

import { say } from './notes.js';
import { element, put } from './words.js';

const dialog = document.getElementById('dialog');
const form = document.getElementById('dialog-form');
const title = document.getElementById('dialog-title');
const text = document.getElementById('dialog-text');
const fields = document.getElementById('dialog-fields');
const problem = document.getElementById('dialog-problem');
const yes = document.getElementById('dialog-yes');
const no = document.getElementById('dialog-no');

let running;

no.addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => form.reset());
form.addEventListener('submit', (event) => {
    event.preventDefault();
    running();
});

/**
 * Asks, and does it.
 *
 * @param question {question, paragraphs, inputs: [{name, label, type, value, hint, ...}], verb, danger}
 * @param run does it with the values by name; gives what to say afterwards
 */
export function ask({ question, paragraphs = [], inputs = [], verb, danger = false }, run, afterwards) {
    title.textContent = question;
    text.replaceChildren(...paragraphs.map((words) => element('p', { textContent: words })));
    fields.replaceChildren(...inputs.map(field));
    put(problem, '');
    yes.textContent = verb;
    yes.classList.toggle('danger', danger);
    yes.disabled = false;
    running = () => done(run, afterwards);
    say('');
    dialog.showModal();
    (fields.querySelector('input') ?? no).focus();
}

function field({ name, label, hint, ...properties }) {
    const place = element('p', { className: 'field' });
    const input = element('input', {
        id: `dialog-${name}`, name, autocomplete: 'off', autocapitalize: 'none', spellcheck: false, ...properties,
    });
    place.append(element('label', { htmlFor: input.id, textContent: label }), input);
    if (hint) {
        const words = element('span', { id: `${input.id}-hint`, className: 'quiet', textContent: hint });
        input.setAttribute('aria-describedby', words.id);
        place.append(words);
    }
    return place;
}

async function done(run, afterwards) {
    put(problem, '');
    yes.disabled = true;
    try {
        const words = await run(Object.fromEntries(new FormData(form)));
        dialog.close();
        say(words);
    } catch (refusal) {
        put(problem, refusal.message);
        yes.disabled = false;
        return;
    }
    await afterwards();
}
