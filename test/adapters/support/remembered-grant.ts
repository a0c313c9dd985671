import type { UserGrant } from '../../../adapters/index.ts';

/** An administrator's grant as the vault keeps it, in memory: what it was replaced with is what is read next. */
export function rememberedGrant(): UserGrant {
  let held = 'simulated-refresh-token';
  return {
    readRefreshToken: async () => held,
    replaceRefreshToken: async (token, used) => {
      if (held === used) held = token;
    },
  };
}
