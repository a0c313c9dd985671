import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVatRegister } from '../../../adapters/vat-register/create-vat-register.ts';
import { type VatRegister, VatRegisterError } from '../../../adapters/vat-register/port.ts';
import { type RegistersSimulator, startRegisters } from '../../../simulators/registers/start.ts';
import { lever } from '../../simulators/support/levers.ts';

let simulator: RegistersSimulator;
let register: VatRegister;
beforeAll(async () => {
  simulator = await startRegisters();
  register = createVatRegister({ url: simulator.url });
});
afterAll(async () => {
  await register.close();
  await simulator.stop();
});

const ours = { country: 'PL', number: '5260001246' };
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => undefined,
    (one: unknown) => one,
  );
  return error instanceof VatRegisterError ? `${error.kind} ${error.code}` : String(error);
};

describe('the VAT register', () => {
  it('says who has a number, on which day, and proves that we asked, where we say who we are', async () => {
    await lever(simulator.url, 'PUT', 'vat-numbers/PL7010000000', { name: 'CONTOSO SP. Z O.O.', address: 'PROSTA 1' });
    const answer = await register.check({ asked: { country: 'PL', number: '7010000000' }, requester: ours });
    expect(answer).toMatchObject({ valid: true, name: 'CONTOSO SP. Z O.O.', address: 'PROSTA 1' });
    expect(answer.requestId).toMatch(/^WAPI/);
    expect(answer.on).toBe(new Date().toISOString().slice(0, 10));
    expect(JSON.parse(answer.raw.toString())).toMatchObject({ vatNumber: '7010000000', valid: true });
    const nameless = await register.check({ asked: { country: 'DE', number: '123456789' }, requester: null });
    expect(nameless).toMatchObject({ valid: true, name: null, address: null, requestId: null });
  });

  it('says that a number is not valid, which is an answer', async () => {
    await lever(simulator.url, 'PUT', 'vat-numbers/PL7010000001', { valid: false });
    expect(await register.check({ asked: { country: 'PL', number: '7010000001' }, requester: ours })).toMatchObject({
      valid: false,
      name: null,
    });
  });

  it('refuses what is no number, or comes from nobody; what may pass is told apart, also where it comes with status 200', async () => {
    const asked = { country: 'PL', number: '7010000000' };
    expect(await codeOf(register.check({ asked: { country: 'PL', number: '12' }, requester: ours }))).toBe(
      'refused INVALID_INPUT',
    );
    expect(await codeOf(register.check({ asked, requester: { country: 'PL', number: 'X1' } }))).toBe(
      'refused INVALID_REQUESTER_INFO',
    );
    const failing = async (fault: object) => {
      await lever(simulator.url, 'POST', 'faults', fault);
      return await codeOf(register.check({ asked, requester: ours }));
    };
    expect(await failing({ kind: 'refuse', code: 'MS_UNAVAILABLE' })).toBe('unavailable MS_UNAVAILABLE');
    expect(await failing({ kind: 'throttle' })).toBe('unavailable GLOBAL_MAX_CONCURRENT_REQ');
    expect(await failing({ kind: 'status', status: 503 })).toBe('unavailable http_503');
    expect(await failing({ kind: 'lostAnswer' })).toBe('unavailable no_answer');
    expect((await register.check({ asked, requester: ours })).valid).toBe(true);
  });
});

describe('the simulated register', () => {
  const ask = async (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
    const url = `${simulator.url}/taxation_customs/vies/rest-api/check-vat-number`;
    const answer = await fetch(url, { method: 'POST', headers, body });
    return { status: answer.status, body: await answer.json() };
  };

  it('is strict: another method, another type, an unknown member, a country outside the union', async () => {
    const failed = (error: string) => ({ status: 200, body: { actionSucceed: false, errorWrappers: [{ error }] } });
    expect((await fetch(`${simulator.url}/taxation_customs/vies/rest-api/check-vat-number`)).status).toBe(405);
    expect((await ask('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect(await ask('no json')).toEqual(failed('INVALID_INPUT'));
    expect(await ask(JSON.stringify({ countryCode: 'US', vatNumber: '123456789' }))).toEqual(failed('INVALID_INPUT'));
    const more = { countryCode: 'PL', vatNumber: '5260001246', [randomUUID()]: 1 };
    expect(await ask(JSON.stringify(more))).toEqual(failed('INVALID_INPUT'));
  });
});
