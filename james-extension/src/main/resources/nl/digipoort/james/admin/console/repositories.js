// SPDX-License-Identifier: Apache-2.0
// The page of James's mail repositories: what its own queue could not deliver.

import { reprocess } from './acts.js';
import { readAll } from './api.js';
import { Table, actButton } from './table.js';
import { count, octets, put } from './words.js';

const SHOWN = 20;
/** What James's sample and our overlay put where. */
const MEANINGS = {
    'var/mail/error': 'Failed with an error: find the cause below, fix it, and process again',
    'var/mail/address-error': 'For no account of this server; add the account and process again, or leave it',
    'var/mail/relay-denied': 'For a domain that is not ours; leave it, or add the domain and process again',
    'var/mail/rrt-error': 'Rewriting its recipients failed; fix the mappings and process again',
    'var/mail/too-large': 'Larger than the maildrop takes; raise the limit and process again',
};

export class Repositories {
    constructor(refresh) {
        this.repositories = new Table('repositories', {
            caption: "James's mail repositories",
            columns: [
                { label: 'Repository', text: (repository) => repository.repository },
                { label: 'Mails', text: (repository) => count(repository.size), sort: (repository) => repository.size, number: true },
                { label: 'What it is, and what to do', text: (repository) => MEANINGS[repository.repository] ?? 'A repository of the configuration' },
                { label: 'Action', node: actButton('Process again', (repository) => `Process again the mail in ${repository.repository}`,
                    (repository) => reprocess(repository, refresh),
                    { isOffered: (repository) => repository.size > 0, instead: () => 'Empty' }) },
            ],
            key: (repository) => repository.repository,
            empty: 'This server has no mail repository.',
        });
        this.mails = new Table('repository-mails', {
            caption: `Mail in them, the first ${SHOWN} of each`,
            columns: [
                { label: 'Mail', text: (mail) => mail.name },
                { label: 'Repository', text: (mail) => mail.repository },
                { label: 'From', text: (mail) => mail.sender ?? '' },
                { label: 'For', text: (mail) => mail.recipients.join(' ') },
                { label: 'Size', text: (mail) => (mail.messageSize === null ? '' : octets(mail.messageSize)), sort: (mail) => mail.messageSize ?? 0, number: true },
                { label: 'Since', time: (mail) => mail.lastUpdated && new Date(mail.lastUpdated).toISOString() },
                { label: 'Error', text: (mail) => mail.error ?? '', long: true },
            ],
            key: (mail) => `${mail.repository} ${mail.name}`,
            empty: 'No mail is in a repository.',
        });
    }

    async update() {
        const { values: [all], refusals } = await readAll(['../mailRepositories']);
        if (!all) {
            return refusals;
        }
        const sized = await readAll(all.map((repository) => `../mailRepositories/${repository.path}`));
        const repositories = sized.values.filter(Boolean);
        this.repositories.show(repositories);
        const mails = await Promise.all(repositories.filter((repository) => repository.size > 0).map(mailsOf));
        this.mails.show(mails.flatMap((of) => of.mails));
        put(document.getElementById('repositories-note'), repositories.every((repository) => repository.size === 0)
            ? 'Nothing waits for you here. Mail that this server takes by its own SMTP never comes here: it is answered at once.'
            : 'The mail is kept until it is processed again, or removed by a route of James.');
        return [...sized.refusals, ...mails.flatMap((of) => of.refusals)];
    }
}

async function mailsOf(repository) {
    const listed = await readAll([`../mailRepositories/${repository.path}/mails?limit=${SHOWN}`]);
    const names = listed.values[0] ?? [];
    const read = await readAll(names.map((name) => `../mailRepositories/${repository.path}/mails/${encodeURIComponent(name)}`
        + '?additionalFields=messageSize'));
    return {
        mails: read.values.filter(Boolean).map((mail) => ({ ...mail, repository: repository.repository })),
        refusals: [...listed.refusals, ...read.refusals.filter((refusal) => refusal.status !== 404)],
    };
}
