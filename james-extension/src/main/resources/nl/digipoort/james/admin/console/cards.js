// SPDX-License-Identifier: Apache-2.0
// Short facts, each with its name.

import { put, showTime } from './words.js';

/** Facts in a list of the page; those that are there stay where they are. */
export class Cards {
    constructor(id) {
        this.list = document.getElementById(id);
        this.shown = new Map();
    }

    /** @param facts [name, text, or {time: ISO 8601, more: text}, or {href, text}] */
    show(facts) {
        const names = new Set(facts.map(([name]) => name));
        for (const [name, card] of this.shown) {
            if (!names.has(name)) {
                card.remove();
                this.shown.delete(name);
            }
        }
        for (const [name, value] of facts) {
            const fact = (this.shown.get(name) ?? this.add(name)).lastChild;
            if (typeof value === 'string') {
                put(fact, value);
            } else if (value.href) {
                fillLink(fact, value);
            } else {
                this.fillTime(fact, value);
            }
        }
    }

    add(name) {
        const card = document.createElement('div');
        const term = document.createElement('dt');
        term.textContent = name;
        card.append(term, document.createElement('dd'));
        this.list.append(card);
        this.shown.set(name, card);
        return card;
    }

    fillTime(fact, { time, more }) {
        if (fact.firstElementChild === null) {
            fact.replaceChildren(document.createElement('time'), document.createElement('span'));
        }
        showTime(fact.firstElementChild, time);
        put(fact.lastElementChild, more ? ` ${more}` : '');
    }
}

function fillLink(fact, { href, text }) {
    if (fact.firstElementChild?.nodeName !== 'A') {
        fact.replaceChildren(document.createElement('a'));
    }
    fact.firstElementChild.setAttribute('href', href);
    put(fact.firstElementChild, text);
}
