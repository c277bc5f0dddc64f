// SPDX-License-Identifier: Apache-2.0
// Tables whose rows stay what they are: who has the focus in one, or reads it, is not thrown out by the next update.

import { save } from './csv.js';
import { count, element, put, showTime } from './words.js';

const MOST_ROWS = 200;
/** Fewer rows are seen at a glance. */
const FILTERED_FROM = 8;
const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * A table in an element of the page. Each column has a label and one of
 *   text: row => string   marked where `old(row)`; in one line where `whole`; to the right where `number`
 *   time: row => string or null   in ISO 8601
 *   node: current => Element   made once for a row, asks `current()` for what the row is about now; `text` is what it says
 * It is sorted by `sort(row)` where there is one, else by what it says. A column without text or time cannot be sorted.
 */
export class Table {
    constructor(id, { caption, columns, key, empty, file = id }) {
        this.columns = columns;
        this.caption = caption;
        this.key = key;
        this.empty = empty;
        this.file = file;
        this.rows = new Map();
        this.items = [];
        this.sorted = undefined;
        this.build(document.getElementById(id));
        this.show([]);
    }

    build(place) {
        this.filter = element('input', { type: 'search', placeholder: 'Filter', autocomplete: 'off', spellcheck: false });
        this.filter.setAttribute('aria-label', `Filter: ${this.caption}`);
        this.filter.addEventListener('input', () => this.arrange());
        this.csv = element('button', { type: 'button', className: 'quiet', textContent: 'Save as CSV' });
        this.csv.setAttribute('aria-label', `Save as CSV: ${this.caption}`);
        this.csv.addEventListener('click', () => this.saveAsCsv());
        this.tools = element('div', { className: 'tools' });
        this.tools.append(element('p', { className: 'caption', textContent: this.caption }), this.filter, this.csv);
        this.table = element('table', {});
        this.table.setAttribute('role', 'table');
        this.table.setAttribute('aria-label', this.caption);
        this.head = this.table.createTHead();
        this.body = this.table.createTBody();
        this.head.setAttribute('role', 'rowgroup');
        this.body.setAttribute('role', 'rowgroup');
        const row = this.head.insertRow();
        row.setAttribute('role', 'row');
        row.append(...this.columns.map((column) => this.heading(column)));
        const frame = element('div', { className: 'table' });
        frame.append(this.table);
        this.note = element('p', { className: 'note' });
        place.append(this.tools, frame, this.note);
    }

    heading(column) {
        const heading = element('th', { scope: 'col', className: column.number ? 'number' : '' });
        heading.setAttribute('role', 'columnheader');
        if (column.text || column.time) {
            const button = element('button', { type: 'button', className: 'sort', textContent: column.label });
            button.addEventListener('click', () => this.sortBy(column));
            heading.append(button);
        } else {
            heading.textContent = column.label;
        }
        return heading;
    }

    /** Once up, once down, and as it came. */
    sortBy(column) {
        const isUp = this.sorted?.column === column && this.sorted.isUp;
        const isDown = this.sorted?.column === column && !this.sorted.isUp;
        this.sorted = isDown ? undefined : { column, isUp: !isUp };
        this.columns.forEach((other, i) => {
            const heading = this.head.rows[0].cells[i];
            if (this.sorted?.column === other) {
                heading.setAttribute('aria-sort', this.sorted.isUp ? 'ascending' : 'descending');
            } else {
                heading.removeAttribute('aria-sort');
            }
        });
        this.arrange();
    }

    show(items) {
        this.items = items;
        this.arrange();
    }

    /** What is filtered, in order. */
    wanted() {
        const words = this.filter.value.trim().toLowerCase();
        const found = words === '' ? [...this.items]
            : this.items.filter((item) => this.columns.some((column) => plainText(column, item).toLowerCase().includes(words)));
        if (this.sorted) {
            const { column, isUp } = this.sorted;
            const value = column.sort ?? ((item) => plainText(column, item));
            found.sort((a, b) => (isUp ? 1 : -1) * compare(value(a), value(b)));
        }
        return found;
    }

    arrange() {
        const found = this.wanted();
        const shown = new Map(found.slice(0, MOST_ROWS).map((item) => [this.key(item), item]));
        for (const [key, row] of this.rows) {
            if (!shown.has(key)) {
                this.remove(key, row);
            }
        }
        let place = 0;
        for (const [key, item] of shown) {
            const row = this.rows.get(key) ?? this.add(key);
            row.item = item;
            this.fill(row);
            if (this.body.rows[place] !== row.element) {
                this.body.insertBefore(row.element, this.body.rows[place] ?? null);
            }
            place++;
        }
        this.tell(found.length);
    }

    /** Said beside the table, which then has no row for it. */
    tell(found) {
        const hidden = this.items.length === 0 ? this.empty : found === 0 ? 'Nothing fits the filter.'
            : found > MOST_ROWS ? `Shown are ${MOST_ROWS} of ${count(found)}; the filter finds the others.` : '';
        put(this.note, hidden);
        this.note.hidden = hidden === '';
        this.table.hidden = this.rows.size === 0;
        this.tools.hidden = this.items.length === 0;
        this.filter.hidden = this.items.length < FILTERED_FROM && this.filter.value === '';
        this.head.classList.toggle('few', this.rows.size < 2);
    }

    remove(key, row) {
        if (row.element.contains(document.activeElement)) {
            this.table.closest('section').querySelector('h2, h3').focus();
        }
        row.element.remove();
        this.rows.delete(key);
    }

    add(key) {
        const line = document.createElement('tr');
        line.setAttribute('role', 'row');
        const row = { element: line, cells: [] };
        this.columns.forEach((column, i) => row.cells.push(this.cell(row, column, i)));
        this.rows.set(key, row);
        return row;
    }

    cell(row, column, i) {
        const cell = document.createElement(i === 0 ? 'th' : 'td');
        if (i === 0) {
            cell.scope = 'row';
        } else if (column.text || column.time) {
            cell.dataset.label = column.label;
        }
        cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
        cell.classList.toggle('whole', Boolean(column.whole || column.time));
        cell.classList.toggle('number', Boolean(column.number));
        cell.classList.toggle('long', Boolean(column.long));
        if (column.node) {
            cell.append(column.node(() => row.item));
        }
        row.element.append(cell);
        return cell;
    }

    fill(row) {
        this.columns.forEach((column, i) => {
            const cell = row.cells[i];
            if (column.node) {
                cell.firstChild.refresh?.();
            } else if (column.time) {
                fillTime(cell, column.time(row.item));
            } else {
                put(cell, column.text(row.item));
                cell.classList.toggle('old', column.old?.(row.item) ?? false);
            }
        });
    }

    /** All that fits the filter, in the order that is shown; times in UTC. */
    saveAsCsv() {
        const columns = this.columns.filter((column) => column.text || column.time);
        save(this.file, [columns.map((column) => column.label),
            ...this.wanted().map((item) => columns.map((column) => plainText(column, item)))]);
    }
}

function plainText(column, item) {
    return (column.time ?? column.text)?.(item) ?? '';
}

function compare(a, b) {
    return typeof a === 'number' && typeof b === 'number' ? a - b : COLLATOR.compare(a, b);
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

/** A column with links to the pages of accounts. */
export function accountColumn(label, name) {
    return {
        label,
        text: name,
        node: (current) => {
            const link = document.createElement('a');
            link.refresh = () => {
                link.href = `#account/${encodeURIComponent(name(current()))}`;
                put(link, name(current()));
            };
            return link;
        },
    };
}

/** A button for the row, named in full for those who hear it without the row; there only where `isOffered(row)`, else the words. */
export function actButton(text, label, act, { isOffered = () => true, instead = () => '', danger = false } = {}) {
    return (current) => {
        const place = document.createElement('span');
        const button = element('button', { type: 'button', className: danger ? 'row danger' : 'row', textContent: text });
        const words = element('span', { className: 'quiet' });
        button.addEventListener('click', () => act(current()));
        place.append(button, words);
        place.refresh = () => {
            button.setAttribute('aria-label', label(current()));
            button.hidden = !isOffered(current());
            put(words, button.hidden ? instead(current()) : '');
        };
        return place;
    };
}
