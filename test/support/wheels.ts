// Python packages of nothing but their description, to install without network.

import { execFileSync } from 'node:child_process';

const WHEELS = `
import zipfile
for name, version, further in [('pkga', '1.0', ''), ('pkga', '2.0', ''), ('pkg_b', '1.0', 'Requires-Dist: pkga\\n')]:
    with zipfile.ZipFile(f'{name}-{version}-py3-none-any.whl', 'w') as wheel:
        info = f'{name}-{version}.dist-info'
        wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{further}')
        wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr(f'{info}/RECORD', f'{info}/METADATA,,\\n{info}/WHEEL,,\\n{info}/RECORD,,\\n')
`;

/** Writes pkga 1.0 and 2.0, and pkg_b 1.0, which needs pkga, into a directory. */
export function makeWheels(directory: string): void {
  execFileSync('python3', ['-c', WHEELS], { cwd: directory });
}
