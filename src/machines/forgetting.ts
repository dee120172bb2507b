/**
 * A card, paper or money lies there and is not taken: after a while a chime, then a louder one, then what `end` says.
 * The statechart that uses it has the delays `reminder`, `alarm` and `forgotten`.
 */
export const forgetting = <const End>(end: End) =>
  ({
    waiting: { after: { reminder: 'reminding' } },
    reminding: { tags: ['reminding'], after: { alarm: 'alarming' } },
    alarming: { tags: ['alarming'], after: { forgotten: end } },
  }) as const;
