import { z } from 'zod';
import { freePort, isPortFree } from '../machine/free-port.ts';
import { readPrivateJson, writePrivateJson } from './private-json.ts';

const portsSchema = z.record(z.string(), z.number().int());

/** Gives each part its port: the one of the last start while nobody else has taken it, so that bookmarks stay good. */
export interface Ports {
  portFor(part: string): Promise<number>;
}

/** The ports of an installation, remembered in a file. */
export function rememberedPorts(file: string): Ports {
  const ports = { ...readPrivateJson(file, portsSchema) };
  return {
    portFor: async (part) => {
      const last = ports[part];
      if (last !== undefined && (await isPortFree(last))) return last;
      const port = await freePort();
      ports[part] = port;
      writePrivateJson(file, ports);
      return port;
    },
  };
}
