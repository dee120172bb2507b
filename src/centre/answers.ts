import type { RefusalCode, Refused } from './port.ts';

export const refused = (code: RefusalCode): Refused => ({ outcome: 'failed', fault: 'refused', code });

/** Inside the centre a refusal is its code; everything else that is handed on is an object. */
export const isRefusal = <T extends object>(value: T | RefusalCode): value is RefusalCode => typeof value === 'string';
