import { certificateScreens } from './certificate-screens.ts';
import { deliveryScreens } from './delivery-screens.ts';
import { endingScreens } from './ending-screens.ts';
import { entryScreens } from './entry-screens.ts';
import type { SessionScreens } from './parts.ts';

/** Screens of a visit, by the state of the session's flow region; the files are parted like the statechart's. */
export const sessionScreens: SessionScreens = {
  ...entryScreens,
  ...certificateScreens,
  ...deliveryScreens,
  ...endingScreens,
};
