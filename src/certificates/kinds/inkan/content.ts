import type { RefusalCode } from '../../../centre/port.ts';
import type { Registers } from '../../../centre/register.ts';
import type { Impression } from '../../marks.ts';

/** 印影 with whom it stands for, as both registers are at this moment. */
export interface InkanContent {
  readonly name: string;
  readonly kana: string | null;
  /** 通称 of a foreign resident. */
  readonly alias: string | null;
  /** ISO date. */
  readonly birthDate: string;
  readonly foreign: boolean;
  readonly address: string;
  /** 8 to 25 mm. */
  readonly impression: Impression;
}

export function inkanContent({ holder, household, seal }: Registers): InkanContent | RefusalCode {
  if (seal === null) return 'no-seal-registration';
  if (seal.standing === 'cancelled') return 'seal-cancelled';
  const { name, kana, alias, birthDate, foreign } = holder;
  return {
    name,
    kana,
    alias,
    birthDate,
    foreign: foreign !== null,
    address: household.address,
    impression: seal.impression,
  };
}
