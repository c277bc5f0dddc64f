// SPDX-License-Identifier: Apache-2.0
// Bars over time. The figures are in a table as well, so a chart is one picture with a name.

import { put } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 100;
const SLOT = 10;
const GAP = 1;

/** Bars in a figure of the page, of several kinds that stand on each other. */
export class Chart {
    /** @param kinds {name, className} of each */
    constructor(id, kinds) {
        this.kinds = kinds;
        this.picture = svg('svg', { preserveAspectRatio: 'none', role: 'img' });
        this.top = document.createElement('p');
        this.axis = document.createElement('p');
        this.begin = document.createElement('span');
        this.end = document.createElement('span');
        this.top.className = 'axis';
        this.axis.className = 'axis';
        this.axis.append(this.begin, this.end);
        document.getElementById(id).append(this.top, this.picture, this.axis);
        if (kinds.length > 1) {
            document.getElementById(id).append(this.legend());
        }
    }

    legend() {
        const list = document.createElement('ul');
        list.className = 'legend';
        for (const kind of this.kinds) {
            const item = document.createElement('li');
            const sample = svg('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' });
            sample.append(svg('rect', { width: 10, height: 10, class: kind.className }));
            item.append(sample, ` ${kind.name}`);
            list.append(item);
        }
        return list;
    }

    /**
     * @param slots {values: one number for each kind, title} of each period
     * @param words {name, most: of the largest sum, begin, end}
     */
    show(slots, words) {
        const most = Math.max(1, ...slots.map((slot) => sum(slot.values)));
        this.picture.setAttribute('viewBox', `0 0 ${slots.length * SLOT} ${HEIGHT}`);
        this.picture.setAttribute('aria-label', words.name);
        this.picture.replaceChildren(...slots.flatMap((slot, i) => this.bars(slot, i * SLOT, most)));
        put(this.top, words.most);
        put(this.begin, words.begin);
        put(this.end, words.end);
    }

    bars(slot, left, most) {
        const bars = [];
        let bottom = HEIGHT;
        slot.values.forEach((value, i) => {
            if (value > 0) {
                const height = value * HEIGHT / most;
                bottom -= height;
                bars.push(svg('rect', {
                    x: left + GAP / 2, y: bottom, width: SLOT - GAP, height, class: this.kinds[i].className,
                }));
            }
        });
        if (bars.length > 0) {
            const all = svg('rect', { x: left, y: 0, width: SLOT, height: HEIGHT, class: 'bar-all' });
            const title = svg('title', {});
            title.textContent = slot.title;
            all.append(title);
            bars.push(all);
        }
        return bars;
    }
}

function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

function svg(name, attributes) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
}
