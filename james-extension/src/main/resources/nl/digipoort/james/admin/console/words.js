// SPDX-License-Identifier: Apache-2.0
// Numbers, spans and times as people read them.

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const NUMBER = new Intl.NumberFormat();
const UNITS = ['octets', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function count(number) {
    return NUMBER.format(number);
}

/** Powers of a thousand, with three digits. */
export function octets(number) {
    let unit = 0;
    let value = number;
    while (value >= 1000 && unit < UNITS.length - 1) {
        value /= 1000;
        unit++;
    }
    const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** The two largest units. */
export function span(seconds) {
    if (seconds < 60) {
        return `${seconds} s`;
    }
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
        return `${minutes} min`;
    }
    const hours = Math.floor(minutes / 60);
    if (hours < 24) {
        return `${hours} h ${minutes % 60} min`;
    }
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function local(iso) {
    return LOCAL.format(new Date(iso));
}

/** With seconds. */
export function timeOfDay(iso) {
    return new Date(iso).toLocaleTimeString();
}

export function isOfOneDay(iso, other) {
    return new Date(iso).toDateString() === new Date(other).toDateString();
}

/** Hours and minutes. */
export function clock(iso) {
    return CLOCK.format(new Date(iso));
}

/** Local, with UTC for those who point at it. */
export function showTime(element, iso) {
    element.dateTime = iso;
    element.title = iso.replace('T', ' ').replace('Z', ' UTC');
    put(element, local(iso));
}

export function timeElement(iso) {
    const time = document.createElement('time');
    showTime(time, iso);
    return time;
}

/** Changes nothing where nothing is new, so that no reader of the screen is told of it again. */
export function put(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** An element with these properties. */
export function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
}
