// SPDX-License-Identifier: Apache-2.0
// The pages, by the hash of the address: #name, or #name/what it is about.

import { Account } from './account.js';
import { Accounts } from './accounts.js';
import { Audit } from './audit.js';
import { Certificates } from './certificates.js';
import { Clients } from './clients.js';
import { Failed } from './failed.js';
import { Held } from './held.js';
import { Needs } from './needs.js';
import { Overview } from './overview.js';
import { Repositories } from './repositories.js';
import { Sessions } from './sessions.js';

const TITLE = document.title;
const FIRST = 'overview';
/** Where the navigation shows a page that it does not name. */
const BELOW = { account: 'accounts' };
/** What costs the server more, or must stay where a reader is in it, is read again only when that is asked for. */
const AT_REST = new Set(['accounts', 'audit', 'needs', 'repositories']);

export class Pages {
    constructor(refresh) {
        this.pages = {
            overview: new Overview(refresh),
            sessions: new Sessions(refresh),
            failed: new Failed(),
            held: new Held(refresh),
            accounts: new Accounts(refresh),
            account: new Account(refresh),
            clients: new Clients(refresh),
            needs: new Needs(refresh),
            audit: new Audit(refresh),
            certificates: new Certificates(refresh),
            repositories: new Repositories(refresh),
        };
        this.name = FIRST;
    }

    /** Takes the page that the address names. */
    begin() {
        const [name, ...rest] = location.hash.slice(1).split('/');
        this.name = Object.hasOwn(this.pages, name) ? name : FIRST;
        const argument = this.name === 'audit' ? rest.join('/') : decoded(rest.join('/'));
        this.pages[this.name].begin?.(argument);
        const heading = this.heading().textContent;
        document.title = `${heading} – ${TITLE}`;
        for (const link of document.querySelectorAll('#pages a')) {
            const isHere = link.hash === `#${BELOW[this.name] ?? this.name}`;
            if (isHere) {
                link.setAttribute('aria-current', 'page');
            } else {
                link.removeAttribute('aria-current');
            }
        }
    }

    update(health) {
        return this.pages[this.name].update(health);
    }

    /** The reader wants to see all of it anew. */
    again() {
        if (this.isAtRest()) {
            this.begin();
        } else {
            this.pages[this.name].again?.();
        }
    }

    isAtRest() {
        return AT_REST.has(this.name);
    }

    show() {
        for (const name of Object.keys(this.pages)) {
            this.element(name).hidden = name !== this.name;
        }
    }

    hide() {
        Object.keys(this.pages).forEach((name) => {
            this.element(name).hidden = true;
        });
    }

    element(name) {
        return document.getElementById(`page-${name}`);
    }

    heading() {
        return this.element(this.name).querySelector('h2');
    }
}

function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
