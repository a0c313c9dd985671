import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSanctionsList } from '../../../adapters/sanctions-list/create-sanctions-list.ts';
import { type SanctionsList, SanctionsListError } from '../../../adapters/sanctions-list/port.ts';
import { readEuList } from '../../../adapters/sanctions-list/read-eu-list.ts';
import { type RegistersSimulator, startRegisters } from '../../../simulators/registers/start.ts';
import { lever } from '../../simulators/support/levers.ts';

let simulator: RegistersSimulator;
let list: SanctionsList;
beforeAll(async () => {
  simulator = await startRegisters();
  list = createSanctionsList({ url: simulator.sanctionsListUrl });
});
afterAll(async () => {
  await list.close();
  await simulator.stop();
});

const codeOf = async (fetched: Promise<unknown>): Promise<unknown> =>
  await fetched.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof SanctionsListError ? error.code : error),
  );

describe('the sanctions list', () => {
  it('is fetched once for each edition, with every name of each party', async () => {
    const first = await list.fetch(null);
    expect(first?.publishedOn).toBe('2026-11-28');
    expect(first?.parties[0]).toEqual({
      id: '100001',
      names: ['Zbysław Wymyślony', 'Zbyslaw Wymyslony-Nieistniejacy'],
    });
    expect(await list.fetch(first?.etag ?? null)).toBeNull();
    await lever(simulator.url, 'PUT', 'sanctions/100009', { names: ['Nowy "Wpis"; Kropka'] });
    const second = await list.fetch(first?.etag ?? null);
    expect(second?.parties.at(-1)).toEqual({ id: '100009', names: ['Nowy "Wpis"; Kropka'] });
    expect(second?.sha256).not.toBe(first?.sha256);
    await lever(simulator.url, 'DELETE', 'sanctions/100009');
    expect((await list.fetch(second?.etag ?? null))?.sha256).toBe(first?.sha256);
  });

  it('that is too large, broken off, another file, empty or away is none', async () => {
    const small = createSanctionsList({ url: simulator.sanctionsListUrl, mostBytes: 100 });
    expect(await codeOf(small.fetch(null))).toBe('no_answer');
    await small.close();
    const [address] = simulator.sanctionsListUrl.split('?');
    const stranger = createSanctionsList({ url: `${address}?token=other` });
    expect(await codeOf(stranger.fetch(null))).toBe('http_403');
    await stranger.close();
    await lever(simulator.url, 'POST', 'faults', { kind: 'status', status: 500 });
    expect(await codeOf(list.fetch(null))).toBe('http_500');
    const read = (text: string) => codeOf(readEuList(Buffer.from(text)));
    expect(await read('<html>maintenance</html>')).toBe('other_columns');
    const header =
      'fileGenerationDate;Entity_LogicalId;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName';
    expect(await read(`${header}\r\n`)).toBe('empty');
    expect(await readEuList(Buffer.from(`\uFEFF${header}\r\n01/02/2026;7;Kowalski;Jan;;\r\n`))).toEqual({
      publishedOn: '2026-02-01',
      parties: [{ id: '7', names: ['Jan Kowalski'] }],
    });
  });
});
