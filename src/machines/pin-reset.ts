import { newPinService, pinEndings, pinSetup, settingPin } from './pin-setup.ts';
import { answered } from './service.ts';

const { endAs, endAsAnswered, endRefused, ifCardRemoved, wayOut } = pinEndings;

/**
 * Resetting a locked PIN (暗証番号の初期化) after a reservation with a face check made elsewhere: the other PIN proves whose
 * card it is, then the locked one gets a new value, entered twice.
 */
export const pinResetMachine = pinSetup.createMachine({
  id: 'pinReset',
  context: ({ input }) => newPinService(input),
  initial: 'findingReservation',
  states: {
    findingReservation: {
      tags: ['uninterruptible'],
      entry: 'stopPatience',
      invoke: {
        id: 'findReservation',
        src: 'findReservation',
        onDone: [
          { guard: { type: 'isOpen', params: ({ event }) => event.output }, ...endRefused('nothing-locked') },
          {
            guard: answered('reserved'),
            target: 'explaining',
            actions: [
              {
                type: 'choose',
                params: ({ event }) => {
                  const set = event.output.result === 'reserved' ? event.output.pin : 'auth';
                  return { set, prove: set === 'auth' ? 'sign' : 'auth' };
                },
              },
              {
                type: 'noteReservation',
                params: ({ event }) => ({ until: event.output.result === 'reserved' ? event.output.until : 0 }),
              },
            ],
          },
          endAsAnswered('centre-offline'),
        ],
      },
      on: { 'card.removed': ifCardRemoved(endAs('removed')) },
      after: { centre: endRefused('centre-offline') },
    },
    /** Which PIN is reset, and which one must be known for it. */
    explaining: {
      entry: 'startPatience',
      on: { ...wayOut, 'resident.confirm': 'setting' },
    },
    setting: settingPin,
    finished: { id: 'pinServiceEnd', type: 'final' },
  },
  output: ({ context }) => context.end,
});
