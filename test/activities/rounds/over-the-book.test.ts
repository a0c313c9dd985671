import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { type Book, lookedAt, overTheBook, type Place, withPlace } from '../../../activities/rounds/over-the-book.ts';
import { anId } from '../../db/support.ts';

const log = pino({ level: 'silent' });

/** A book of so many customers, in the order of their ids. */
function aBook(size: number) {
  const ids = Array.from({ length: size }, () => anId('cus')).toSorted();
  const book: Book<string> = {
    page: ({ after, limit }) => Promise.resolve(ids.filter((id) => id > after).slice(0, limit)),
    idOf: (id) => id,
    width: 8,
    failure: 'could not be looked at',
  };
  return { ids, book };
}

/** One attempt of a round. `told`: what the server was told last; `sum`: what it came to, null where it died. */
async function anAttempt(heartbeatDetails: unknown, book: Book<string>, isNews: (id: string) => boolean) {
  const server = new MockActivityEnvironment({ heartbeatDetails });
  let told: unknown;
  server.on('heartbeat', (details: unknown) => {
    told = details;
  });
  const look = (id: string) => Promise.resolve(lookedAt(isNews(id)));
  const work = (place: Place) => overTheBook({ log }, place, book, look).catch(() => null);
  return { sum: await server.run(() => withPlace(work)), told };
}

describe('a round over the book', () => {
  it('looks at everybody, also behind one who cannot be looked at, and says how many there were', async () => {
    const { ids, book } = aBook(250);
    const looked: string[] = [];
    const { sum } = await anAttempt(undefined, book, (id) => {
      if (id === ids[3]) throw new TypeError('nobody has foreseen this');
      looked.push(id);
      return id === ids[4];
    });
    expect(looked.toSorted()).toEqual(ids.filter((id) => id !== ids[3]));
    expect(sum).toEqual({ looked: 249, woken: 1, calls: 0 });
  });

  it('is taken up behind the last page that was finished, when its worker has died', async () => {
    const { ids, book } = aBook(250);
    const looked: string[] = [];
    const dying: Book<string> = {
      ...book,
      page: (request) => (looked.length < 200 ? book.page(request) : Promise.reject(new Error('its worker has died'))),
    };
    const { told } = await anAttempt(undefined, dying, (id) => looked.push(id) < 0);
    expect(looked).toHaveLength(200);
    const again: string[] = [];
    await anAttempt(told, book, (id) => again.push(id) < 0);
    expect(again).toEqual(ids.slice(200));
  });
});
