// SPDX-License-Identifier: Apache-2.0
// Tables as files for a spreadsheet (RFC 4180), made in the browser.

/** What a spreadsheet takes for a formula, at the beginning of a cell or, where it splits cells by another character, within one. */
const FORMULA = /(^|[;,|\t\r\n])(\s*)([=+\-@＝＋－＠])/g;

/** A stranger's words are no formula: an apostrophe stands before what would be one. */
export function cell(text) {
    const safe = text.replace(FORMULA, "$1$2'$3");
    return `"${safe.replaceAll('"', '""')}"`;
}

/** @param rows of texts, the first with the headings */
export function save(name, rows) {
    const text = rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
    link.download = `${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
