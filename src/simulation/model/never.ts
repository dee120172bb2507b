/** What must never be, and the code that keeps it so; paths in src/. docs/architecture.md says the same and how it is tested. */
export interface Never {
  readonly never: string;
  readonly where: readonly string[];
}

export const invariants = {
  I1: {
    never: 'paper without authentication, the right holder, a valid signature, all pages, payment',
    where: ['log/rules.ts', 'certificates/signature.ts', 'certificates/door.ts'],
  },
  I2: {
    never: 'two jobs, or a job of another session',
    where: ['log/rules.ts', 'devices/page-printer/driver.ts', 'effects/transaction.ts'],
  },
  I3: {
    never: 'a paid copy printed twice',
    where: ['log/rules.ts', 'devices/page-printer/driver.ts', 'machines/delivery.ts'],
  },
  I4: {
    never: 'a yen unexplained',
    where: [
      'log/rows.ts',
      'log/rules.ts',
      'log/payment-rules.ts',
      'devices/coin-unit/hopper.ts',
      'devices/cashless/driver.ts',
    ],
  },
  I5: { never: 'coins before the verified document', where: ['log/rules.ts', 'machines/session.ts'] },
  I6: {
    never: 'a VERIFY without an entry, twice, or of a locked PIN',
    where: ['card/pin-entry.ts', 'effects/card-conversation.ts', 'log/rules.ts'],
  },
  I7: { never: 'a PIN digit anywhere', where: ['card/pin-entry.ts'] },
  I8: {
    never: 'personal data after the session',
    where: ['effects/case-file.ts', 'effects/erase-effects.ts', 'log/rules.ts'],
  },
  I9: { never: 'a terminal that does not come to rest', where: ['machines/timeouts.ts'] },
  I10: { never: 'an event nobody decided on', where: ['machines/ignored.ts'] },
  I11: { never: 'an effect without its intent', where: ['log/rules.ts', 'log/chain.ts'] },
  I12: {
    never: 'staff or log readers shown resident data; a staff act of nobody',
    where: ['log/rows.ts', 'effects/staff-effects.ts'],
  },
  I13: { never: 'a glyph missing or substituted', where: ['certificates/font', 'certificates/door.ts'] },
} as const satisfies Record<string, Never>;

export type Invariant = keyof typeof invariants;
