// SPDX-License-Identifier: Apache-2.0
// Tables whose rows stay what they are: who has the focus in one, or reads it, is not thrown out by the next update.

import { put, showTime } from './words.js';

const MOST_ROWS = 200;

/**
 * A table of the page. Each column is one of
 *   { text: row => string, old: row => boolean, whole: true }   with `old` the text is marked, with `whole` it stays in one line
 *   { time: row => string or null }   a time in ISO 8601
 *   { node: current => Element }      made once for a row, asks `current()` for what the row is about now
 */
export class Table {
    constructor(id, columns, { key, empty }) {
        this.table = document.getElementById(id);
        this.body = this.table.tBodies[0];
        this.columns = columns;
        this.key = key;
        this.empty = empty;
        this.rows = new Map();
        this.labels = [...this.table.tHead.rows[0].cells].map((cell) => cell.textContent);
        this.nameRoles();
    }

    /** The layout for phones takes from some browsers what a table is. */
    nameRoles() {
        this.table.setAttribute('role', 'table');
        this.table.tHead.setAttribute('role', 'rowgroup');
        this.body.setAttribute('role', 'rowgroup');
        this.table.tHead.rows[0].setAttribute('role', 'row');
        for (const cell of this.table.tHead.rows[0].cells) {
            cell.setAttribute('role', 'columnheader');
        }
    }

    show(items) {
        const shown = items.slice(0, MOST_ROWS);
        const wanted = new Map(shown.map((item) => [this.key(item), item]));
        for (const [key, row] of this.rows) {
            if (!wanted.has(key)) {
                this.remove(key, row);
            }
        }
        let place = 0;
        for (const [key, item] of wanted) {
            const row = this.rows.get(key) ?? this.add(key);
            row.item = item;
            this.fill(row);
            if (this.body.rows[place] !== row.element) {
                this.body.insertBefore(row.element, this.body.rows[place] ?? null);
            }
            place++;
        }
        this.note(items.length === 0 ? this.empty : items.length > MOST_ROWS
            ? `Shown are ${MOST_ROWS} of ${items.length}; look for an account by its name.` : '');
    }

    remove(key, row) {
        if (row.element.contains(document.activeElement)) {
            this.table.closest('section').querySelector('h2, h3').focus();
        }
        row.element.remove();
        this.rows.delete(key);
    }

    add(key) {
        const element = document.createElement('tr');
        element.setAttribute('role', 'row');
        const row = { element, cells: [] };
        this.columns.forEach((column, i) => row.cells.push(this.cell(row, column, i)));
        this.rows.set(key, row);
        return row;
    }

    cell(row, column, i) {
        const cell = document.createElement(i === 0 ? 'th' : 'td');
        if (i === 0) {
            cell.scope = 'row';
        } else {
            cell.dataset.label = this.labels[i];
        }
        cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
        cell.classList.toggle('whole', column.whole ?? false);
        if (column.node) {
            cell.append(column.node(() => row.item));
        }
        row.element.append(cell);
        return cell;
    }

    fill(row) {
        this.columns.forEach((column, i) => {
            const cell = row.cells[i];
            if (column.time) {
                fillTime(cell, column.time(row.item));
            } else if (column.text) {
                put(cell, column.text(row.item));
                cell.classList.toggle('old', column.old?.(row.item) ?? false);
            } else {
                cell.firstChild.refresh?.();
            }
        });
    }

    /** Said beside the table, which then has no row for it. */
    note(text) {
        let note = this.table.nextElementSibling;
        if (note === null) {
            note = document.createElement('p');
            this.table.after(note);
        }
        put(note, text);
        note.hidden = text === '';
        this.table.hidden = text !== '' && this.rows.size === 0;
    }
}

function fillTime(cell, iso) {
    if (!iso) {
        put(cell, '');
        return;
    }
    if (cell.firstChild === null || cell.firstChild.nodeName !== 'TIME') {
        cell.replaceChildren(document.createElement('time'));
    }
    showTime(cell.firstChild, iso);
}

/** A link to the page of an account. */
export function accountLink(name) {
    return (current) => {
        const link = document.createElement('a');
        link.refresh = () => {
            link.href = `#account/${encodeURIComponent(name(current()))}`;
            put(link, name(current()));
        };
        return link;
    };
}

/** A button for the row, named in full for those who hear it without the row. */
export function actButton(text, label, act) {
    return (current) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'danger';
        button.textContent = text;
        button.refresh = () => button.setAttribute('aria-label', label(current()));
        button.addEventListener('click', () => act(current()));
        return button;
    };
}
