import type { Daemons } from '../../simulation/daemons/daemons.ts';

interface Trouble {
  readonly strike: (daemons: Daemons) => void | Promise<void>;
  readonly mend: (daemons: Daemons) => void | Promise<void>;
}

/** What can happen to the daemons, and how it is put right. */
export const troubles = {
  'pages jam': { strike: ({ printer }) => printer.jam(), mend: ({ printer }) => printer.mend() },
  'pages killed': { strike: ({ printer }) => printer.kill(), mend: ({ printer }) => printer.start() },
  'reader killed': {
    strike: ({ pcscd }) => pcscd.kill(),
    mend: async ({ pcscd }) => void (await pcscd.start()),
  },
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleName = keyof typeof troubles;
