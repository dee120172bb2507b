import type { Outcome } from '../../outcome.ts';
import { acceptorAddress, Header } from './cctalk.ts';
import type { CcTalkLine, LineFault } from './line.ts';

/**
 * Takes no more coins, whoever told the acceptor to and however it ended. Hoppers are left alone: coins that are coming out are
 * somebody's, and the hopper's counters tell later how many did.
 */
export async function inhibitCoins(line: CcTalkLine): Promise<Outcome<Uint8Array, LineFault>> {
  const master = await line.read(acceptorAddress, Header.masterInhibit, Uint8Array.of(0));
  return master.outcome === 'done' ? line.read(acceptorAddress, Header.modifyInhibit, Uint8Array.of(0, 0)) : master;
}
