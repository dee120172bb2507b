import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Slip } from '../../../src/simulation/receipt-printer/slip.ts';
import { toPng } from '../../../src/simulation/receipt-printer/slip-picture.ts';
import { temporaryFolder } from '../../harness.ts';

/** What zbar reads on a slip; '' when it reads nothing. */
export function scan(slip: Slip): string {
  using folder = temporaryFolder();
  const picture = join(folder.path, 'slip.png');
  writeFileSync(picture, toPng(slip));
  try {
    return execFileSync('zbarimg', ['--quiet', '--raw', picture], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
