import { newPinService, pinEndings, pinSetup, settingPin } from './pin-setup.ts';

/** Changing a PIN (暗証番号の変更): the old one, then the new one twice. */
export const pinChangeMachine = pinSetup.createMachine({
  id: 'pinChange',
  context: ({ input }) => newPinService(input),
  initial: 'choosingPin',
  states: {
    choosingPin: {
      entry: 'startPatience',
      on: {
        ...pinEndings.wayOut,
        'resident.choosePin': [
          {
            guard: { type: 'canBeProved', params: ({ event }) => event },
            target: 'setting',
            actions: { type: 'choose', params: ({ event }) => ({ prove: event.pin, set: event.pin }) },
          },
          {
            guard: { type: 'isLocked', params: ({ event }) => event },
            target: 'finished',
            actions: { type: 'endLocked', params: ({ event }) => event },
          },
        ],
      },
    },
    setting: settingPin,
    finished: { id: 'pinServiceEnd', type: 'final' },
  },
  output: ({ context }) => context.end,
});
